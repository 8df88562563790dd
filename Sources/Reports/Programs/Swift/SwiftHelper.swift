/// What a Swift program needs besides its calls. Only what they use is written.
struct SwiftHelper {
  let name: String
  /// The helpers that it uses.
  let needs: [String]
  let text: String

  init(_ name: String, needs: [String] = [], _ text: String) {
    (self.name, self.needs, self.text) = (name, needs, text)
  }

  static func named(_ name: String) -> SwiftHelper? { all.first { $0.name == name } }

  /// In the order in which they are written.
  static let all: [SwiftHelper] = {
    let first = constants + basic + missing + checks + addresses + furtherAddresses
    return first + rooms + messages + requests + transfers + waits
  }()

  private static let constants = SwiftSymbol.own.sorted { $0.key < $1.key }.map { name, number in
    SwiftHelper(name, "/// Glibc has no such constant.\nlet \(name): Int32 = \(number)")
  }

  private static let basic = [
    SwiftHelper(
      "Failure",
      """
      /// A call that did not do what the session expects.
      struct Failure: Error {
          let text: String

          init(_ what: String, _ problem: String) { text = "\\(what): \\(problem)" }

          /// A call that failed, with what errno says.
          init(_ what: String) { self.init(what, String(cString: strerror(errno))) }
      }
      """),
    SwiftHelper(
      "int",
      """
      /// A constant with the type that a call takes.
      func int<Value: BinaryInteger>(_ value: Value) -> Int32 { Int32(truncatingIfNeeded: value) }

      func int<Value: RawRepresentable>(_ value: Value) -> Int32 where Value.RawValue: BinaryInteger {
          int(value.rawValue)
      }
      """),
  ]

  private static let checks = [
    SwiftHelper(
      "check",
      """
      /// Returns the result of a call that must not fail.
      @discardableResult
      func check<Result: SignedInteger>(_ result: Result, _ what: String) throws(Failure) -> Result {
          if result == -1 { throw Failure(what) }
          return result
      }
      """),
    SwiftHelper(
      "expect", needs: ["check"],
      """
      /// Checks that a call returned this number.
      func expect<Result: SignedInteger>(_ result: Result, _ number: Result, _ what: String) throws(Failure) {
          if try check(result, what) != number { throw Failure(what, "returned \\(result) instead of \\(number)") }
      }
      """),
    SwiftHelper(
      "expectBetween", needs: ["check"],
      """
      /// Checks that a call returned a number from `least` to `most`.
      func expectBetween<Result: SignedInteger>(
          _ result: Result, _ least: Result, _ most: Result, _ what: String
      ) throws(Failure) {
          let number = try check(result, what)
          if number < least || number > most {
              throw Failure(what, "returned \\(number) instead of \\(least) to \\(most)")
          }
      }
      """),
    SwiftHelper(
      "expectData", needs: ["check"],
      """
      /// Checks that a call received exactly these bytes.
      func expectData(
          _ result: Int, _ buffer: [UInt8], _ data: some Collection<UInt8>, _ what: String
      ) throws(Failure) {
          if !buffer.prefix(try check(result, what)).elementsEqual(data) {
              throw Failure(what, "expected " + String(decoding: data, as: UTF8.self))
          }
      }
      """),
    SwiftHelper(
      "expectPrefix", needs: ["check"],
      """
      /// Checks that what a call received begins with these bytes.
      func expectPrefix(
          _ result: Int, _ buffer: [UInt8], _ data: some Collection<UInt8>, _ what: String
      ) throws(Failure) {
          if !buffer.prefix(try check(result, what)).starts(with: data) {
              throw Failure(what, "expected " + String(decoding: data, as: UTF8.self) + " and perhaps more")
          }
      }
      """),
    SwiftHelper(
      "fails",
      """
      /// Checks that a call failed with this errno; nil is any.
      func fails<Result: SignedInteger>(_ result: Result, _ error: Int32?, _ what: String) throws(Failure) {
          let came = errno
          if result != -1 {
              throw Failure(what, "expected " + (error.map { String(cString: strerror($0)) } ?? "an error"))
          }
          if let error, error != came { throw Failure(what) }
      }
      """),
  ]

  private static let addresses = [
    SwiftHelper(
      "Address",
      """
      /// An address as the kernel takes it.
      struct Address {
          let bytes: [UInt8]

          var port: UInt16 { UInt16(bytes[2]) << 8 | UInt16(bytes[3]) }

          /// Makes a call with it.
          func pass<Result>(_ call: (UnsafePointer<sockaddr>?, socklen_t) -> Result) -> Result {
              bytes.withUnsafeBytes { call($0.bindMemory(to: sockaddr.self).baseAddress, socklen_t($0.count)) }
          }
      }
      """),
    SwiftHelper(
      "ipv4", needs: ["Address"],
      """
      func ipv4(_ host: String, _ port: UInt16) -> Address {
          var address = sockaddr_in()
          address.sin_family = sa_family_t(AF_INET)
          address.sin_port = port.bigEndian
          inet_pton(AF_INET, host, &address.sin_addr)
          return Address(bytes: withUnsafeBytes(of: address) { Array($0) })
      }
      """),
    SwiftHelper(
      "ipv6", needs: ["Address"],
      """
      func ipv6(_ host: String, _ port: UInt16, scope: UInt32) -> Address {
          var address = sockaddr_in6()
          address.sin6_family = sa_family_t(AF_INET6)
          address.sin6_port = port.bigEndian
          address.sin6_scope_id = scope
          inet_pton(AF_INET6, host, &address.sin6_addr)
          return Address(bytes: withUnsafeBytes(of: address) { Array($0) })
      }
      """),
    SwiftHelper(
      "local", needs: ["Address"],
      """
      /// A UNIX domain address; an abstract name begins with \\0.
      func local(_ path: some Collection<UInt8>, length: Int) -> Address {
          let family = [UInt8(AF_UNIX), 0] + path
          return Address(bytes: Array((family + [0]).prefix(length)))
      }
      """),
    SwiftHelper(
      "noAddress", needs: ["Address"],
      """
      /// AF_UNSPEC: takes the peer of a socket away.
      func noAddress() -> Address { Address(bytes: Array(repeating: 0, count: 16)) }
      """),
    SwiftHelper(
      "address", needs: ["Address", "check"],
      """
      /// The address of a socket, as others reach it: the kernel may have chosen the port.
      func address(of fd: Int32) throws(Failure) -> Address {
          var bytes = [UInt8](repeating: 0, count: 110)
          var length = socklen_t(bytes.count)
          let result = bytes.withUnsafeMutableBytes {
              getsockname(fd, $0.bindMemory(to: sockaddr.self).baseAddress, &length)
          }
          try check(result, "getsockname")
          bytes.removeSubrange(Int(length)...)
          // A wildcard is reached at the loopback address.
          if bytes[0] == UInt8(AF_INET), bytes[4..<8].allSatisfy({ $0 == 0 }) { (bytes[4], bytes[7]) = (127, 1) }
          if bytes[0] == UInt8(AF_INET6), bytes[8..<24].allSatisfy({ $0 == 0 }) { bytes[23] = 1 }
          return Address(bytes: bytes)
      }
      """),
  ]
}
