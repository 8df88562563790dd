/// The helper functions of a C program. Only those that are called are written.
struct CHelper: Hashable {
  let name: String
  /// The headers that it needs.
  let headers: [String]
  /// The helpers that it calls.
  let needs: [String]
  let text: String

  init(_ name: String, _ headers: [String] = [], needs: [String] = [], _ text: String) {
    (self.name, self.headers, self.needs, self.text) = (name, headers, needs, text)
  }

  static func named(_ name: String) -> CHelper? { all.first { $0.name == name } }

  /// In the order in which they are written.
  static let all = basic + checks + requests + addresses + messages + transfers + waits + jobs

  private static let basic = [
    CHelper(
      "die", ["stdio.h", "stdlib.h"],
      """
      /* Ends the program: says which call failed, and why. */
      static void die(const char *what)
      {
          perror(what);
          exit(EXIT_FAILURE);
      }
      """),
    CHelper(
      "wrong", ["stdio.h", "stdlib.h"],
      """
      /* Ends the program: a call did not do what the session expects. */
      static void wrong(const char *what, const char *expected)
      {
          fprintf(stderr, "%s: expected %s\\n", what, expected);
          exit(EXIT_FAILURE);
      }
      """),
  ]

  private static let checks = [
    CHelper(
      "check", ["sys/types.h"], needs: ["die"],
      """
      /* Returns the result of a call that must not fail. */
      static ssize_t check(ssize_t result, const char *what)
      {
          if (result == -1)
              die(what);
          return result;
      }
      """),
    CHelper(
      "expect", ["stdio.h", "stdlib.h", "sys/types.h"], needs: ["die"],
      """
      /* Checks that a call returned this number. */
      static void expect(ssize_t result, ssize_t number, const char *what)
      {
          if (result == -1)
              die(what);
          if (result != number) {
              fprintf(stderr, "%s: returned %zd instead of %zd\\n", what, result, number);
              exit(EXIT_FAILURE);
          }
      }
      """),
    CHelper(
      "expect_between", ["stdio.h", "stdlib.h", "sys/types.h"], needs: ["die"],
      """
      /* Checks that a call returned a number from least to most. */
      static void expect_between(ssize_t result, ssize_t least, ssize_t most, const char *what)
      {
          if (result == -1)
              die(what);
          if (result < least || result > most) {
              fprintf(stderr, "%s: returned %zd instead of %zd to %zd\\n", what, result, least, most);
              exit(EXIT_FAILURE);
          }
      }
      """),
    CHelper(
      "expect_data", ["string.h", "sys/types.h"], needs: ["die", "wrong"],
      """
      /* Checks that a call received exactly these bytes. */
      static void expect_data(ssize_t result, const char *buf, const char *data, ssize_t length,
                              const char *what)
      {
          if (result == -1)
              die(what);
          if (result != length || memcmp(buf, data, length) != 0)
              wrong(what, data);
      }
      """),
    CHelper(
      "expect_prefix", ["string.h", "sys/types.h"], needs: ["die", "wrong"],
      """
      /* Checks that what a call received begins with these bytes. */
      static void expect_prefix(ssize_t result, const char *buf, const char *data, ssize_t length,
                                const char *what)
      {
          if (result == -1)
              die(what);
          if (result < length || memcmp(buf, data, length) != 0)
              wrong(what, data);
      }
      """),
    CHelper(
      "fails", ["errno.h", "string.h", "sys/types.h"], needs: ["die", "wrong"],
      """
      /* Checks that a call failed with this errno; 0 is any. */
      static void fails(ssize_t result, int error, const char *what)
      {
          if (result != -1)
              wrong(what, error ? strerror(error) : "an error");
          if (error && errno != error)
              die(what);
      }
      """),
    CHelper(
      "ignore", ["sys/types.h"],
      """
      /* Takes whatever a call returned: the session does not care. */
      static void ignore(ssize_t result)
      {
          (void)result;
      }
      """),
  ]
}
