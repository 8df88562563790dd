import Glibc

/// Members of a `struct msghdr` that a line gives by hand: pointers that are wrong on purpose, and lengths. Those that are
/// nil are as the message has them.
package struct MessageByHand: Sendable, Equatable {
  /// The pointer to the structure itself.
  package var header: WrongPointer?
  package var name: WrongPointer?
  package var nameLength: Int32?
  package var vectors: WrongPointer?
  package var vectorCount: Int?
  package var control: WrongPointer?
  package var controlLength: Int?

  package init() {}

  package var isEmpty: Bool { self == MessageByHand() }

  /// What the members are where only the pointer is given.
  private static let usual = (name: Int32(16), vectors: 1, control: 16)

  /// Writes the members that are given.
  func apply(to message: UnsafeMutablePointer<msghdr>) {
    if let name { (message.pointee.msg_name, message.pointee.msg_namelen) = (name.raw, socklen_t(Self.usual.name)) }
    if let vectors {
      (message.pointee.msg_iov, message.pointee.msg_iovlen) = (vectors.of(iovec.self), Self.usual.vectors)
    }
    if let control {
      (message.pointee.msg_control, message.pointee.msg_controllen) = (control.raw, Self.usual.control)
    }
    if let nameLength { message.pointee.msg_namelen = socklen_t(bitPattern: nameLength) }
    if let vectorCount { message.pointee.msg_iovlen = vectorCount }
    if let controlLength { message.pointee.msg_controllen = controlLength }
  }

  /// Takes the pointers that are wrong out again, so that nobody follows them.
  func remove(from message: UnsafeMutablePointer<msghdr>) {
    if name != nil { (message.pointee.msg_name, message.pointee.msg_namelen) = (nil, 0) }
    if vectors != nil { (message.pointee.msg_iov, message.pointee.msg_iovlen) = (nil, 0) }
    if control != nil { (message.pointee.msg_control, message.pointee.msg_controllen) = (nil, 0) }
  }

  /// Where the structure is, for the call.
  func pointer(to message: UnsafeMutablePointer<msghdr>) -> UnsafeMutablePointer<msghdr>? {
    header.map { $0.of(msghdr.self) } ?? message
  }

  /// The structure in C form.
  /// - Parameters:
  ///   - name: What stands for msg_name where it is not given, and its length; the others alike.
  package func inC(name: (String, Int), vectors: (String, Int), control: (String, Int)) -> String {
    if let header { return header.inC }
    func member(_ pointer: WrongPointer?, _ length: Int?, _ usual: Int, or own: (String, Int)) -> (String, Int) {
      pointer.map { ($0.inC, length ?? usual) } ?? (own.0, length ?? own.1)
    }
    let name = member(self.name, nameLength.map { Int($0) }, Int(Self.usual.name), or: name)
    let vectors = member(self.vectors, vectorCount, Self.usual.vectors, or: vectors)
    let control = member(self.control, controlLength, Self.usual.control, or: control)
    return "{msg_name=\(name.0), msg_namelen=\(name.1), msg_iov=\(vectors.0), msg_iovlen=\(unsigned(vectors.1)), "
      + "msg_control=\(control.0), msg_controllen=\(unsigned(control.1)), msg_flags=0}"
  }

  private func unsigned(_ number: Int) -> String { "\(UInt(bitPattern: number))" }
}
