import SessionLanguage

extension Command {
  static let c = Command(
    name: "c", group: .looking,
    summary: "Show the last call as lines of a C program.",
    korean: "마지막 호출을 C 프로그램의 코드로 보여 줍니다.",
    manual: """
      The lines have the names of the handles as variables, and look at what the call returned. check, expect, ipv4 and other helpers are
      small functions; sockplay export c FILE writes a whole program with all of them. A line such as c cli {srv} means connect.
      """,
    examples: ["socket srv tcp = fd", "c", "bind srv 127.0.0.1:0 = 0", "c"]
  ) { (_, _) throws(Diagnostic) in
    return .request(.lastCallInC)
  }
}
