import Glibc
import Text

/// The two structs that stand for an address of any family.
package enum GeneralStructure: String, CaseIterable, Sendable {
  case sockaddr
  case storage = "sockaddr_storage"

  package var size: Int {
    switch self {
    case .sockaddr: MemoryLayout<Glibc.sockaddr>.size
    case .storage: MemoryLayout<sockaddr_storage>.size
    }
  }

  /// The names of the family's field and of the field after it, as glibc has them.
  fileprivate var fields: (family: String, data: String) {
    switch self {
    case .sockaddr: ("sa_family", "sa_data")
    case .storage: ("ss_family", "__ss_padding")
    }
  }
}

extension SocketAddress {
  /// The bytes of the address as `structure` has them: the family, and the rest without a meaning of its own.
  /// - Returns: Rows of at most 16 bytes, and one for the unused end; nil if the address is too long for `structure`.
  package func layout(as structure: GeneralStructure) -> [MemoryField]? {
    guard length <= structure.size else { return nil }
    let bytes = withSockaddr { address, length in
      address.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
        Array(UnsafeBufferPointer(start: $0, count: Int(length)))
      }
    }
    let remark = "its meaning depends on the family"
    return [family(structure.fields.family, bytes)]
      + MemoryField.rows(bytes, of: structure.fields.data, size: structure.size) { $0 == 2 ? ("", remark) : ("", "") }
  }
}

extension MemoryField {
  /// What stands after the family: rows of 16 bytes, and one row for what is not used up to the end of the struct.
  /// - Parameters:
  ///   - name: The field's name, which its first row has.
  ///   - size: The struct's size in bytes.
  ///   - meaning: The value and the remark of the row that begins at an offset.
  static func rows(
    _ bytes: [UInt8], of name: String, size: Int, meaning: (Int) -> (value: String, remark: String)
  ) -> [MemoryField] {
    var fields = stride(from: 2, to: bytes.count, by: 16).map { start in
      let (value, remark) = meaning(start)
      return MemoryField(
        offset: start, name: start == 2 ? name : "", bytes: Array(bytes[start..<min(start + 16, bytes.count)]),
        value: value, remark: remark)
    }
    if bytes.count < size {
      fields.append(
        MemoryField(
          offset: bytes.count, name: fields.isEmpty ? name : "", bytes: [0], value: "",
          remark: "\(Plural.bytes(size - bytes.count)) NUL up to the end"))
    }
    return fields
  }
}
