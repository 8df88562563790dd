import Glibc
import Text

// The memory that the third argument of ioctl points to.
extension IORequest {
  /// The buffer size for any of them: a struct ifreq has 40 bytes.
  package static let bufferSize = 40
  /// The size of the interface's name in a struct ifreq (IFNAMSIZ); the field that the kernel fills comes after it.
  package static let nameSize = 16

  /// The memory before the call, with the `number` or the interface's `name` that the request takes.
  package func memory(number: Int32 = 0, name: [UInt8] = []) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.bufferSize)
    bytes.replaceSubrange(0..<name.count, with: name)
    let place = form == .interfaceName ? Self.nameSize : 0
    if name.isEmpty { withUnsafeBytes(of: number) { bytes.replaceSubrange(place..<place + 4, with: $0) } }
    return bytes
  }

  /// The contents of `memory` after the call: in C form, and as the output of the command.
  package func read(_ memory: [UInt8], quote: ([UInt8]) -> String) -> (inC: String, word: String?) {
    switch form {
    case .number: ("[\(int(memory, 0))]", "\(int(memory, 0))")
    case .owner: ("[\(int(memory, 0))]", Self.owner(int(memory, 0)))
    case .flag, .newOwner: ("[\(int(memory, 0))]", nil)
    case .time: ("{tv_sec=\(long(memory, 0)), tv_usec=\(long(memory, 8))}", "stamp:*")
    case .interfaceName:
      (
        "{ifr_ifindex=\(int(memory, Self.nameSize)), ifr_name=\(quote(name(memory)))}",
        String(decoding: name(memory), as: UTF8.self)
      )
    case .interface(let field): read(field, memory, quote)
    }
  }

  /// The owner of a descriptor's signals as a word: this process is `self`.
  package static func owner(_ process: Int32) -> String { process == getpid() ? "self" : "\(process)" }

  private func read(_ field: Field, _ memory: [UInt8], _ quote: ([UInt8]) -> String) -> (String, String?) {
    let start = Self.nameSize
    let (key, value) =
      switch field {
      case .number(let key): (key, "\(int(memory, start))")
      case .flags(let key): (key, ConstantTable.interfaceFlags.flags(int(memory, start) & 0xffff))
      case .address(let key): (key, memory[start + 4..<start + 8].map { "\($0)" }.joined(separator: "."))
      case .hardware(let key):
        (key, memory[start + 2..<start + 8].map(\.hexDigits).joined(separator: ":"))
      }
    return ("{ifr_name=\(quote(name(memory))), \(key)=\(value)}", value)
  }

  private func name(_ memory: [UInt8]) -> [UInt8] { Array(memory.prefix(Self.nameSize).prefix { $0 != 0 }) }
  private func int(_ memory: [UInt8], _ place: Int) -> Int32 {
    memory.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int32.self) }
  }
  private func long(_ memory: [UInt8], _ place: Int) -> Int64 {
    memory.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int64.self) }
  }
}
