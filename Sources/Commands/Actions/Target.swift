import Handles
import Sockets

/// What a word says where C has a descriptor: the number that the kernel gets, and the handle that has it. A number that
/// no handle has is none of anybody: whoever needs a handle must ask for it, and whoever makes a call passes the number.
package struct Target {
  package let descriptor: Int32
  /// The handle whose descriptor that is now; nil where nothing is open under the number.
  package let handle: Handle?
  /// What there is to say of the number: that it was another handle's, when it was written down.
  var remark: String?

  /// A handle by its name, which is open.
  init(_ handle: Handle) { (descriptor, self.handle) = (handle.descriptor, handle) }

  /// A number under which nothing is open: the kernel answers EBADF.
  init(nothing number: Int32) { (descriptor, handle) = (number, nil) }

  /// What it is; a file where nothing is known.
  var kind: SocketKind { handle?.kind ?? .file }

  /// What the events of its descriptor are called by: `fd` where no handle has it, because its number may be another one
  /// the next time.
  var name: String { handle?.name ?? "fd" }

  /// Until when a call on it may have to wait: never where nothing is open.
  func wait(_ wait: Wait) -> Wait { handle == nil ? .never : wait }
}

extension Invocation {
  /// A call on `target`, which may be nothing but a number.
  /// - Parameter returnsWithin: In milliseconds; negative for no limit, as in poll(2).
  convenience init(
    _ call: Call, on target: Target, wait: Wait = .never, returnsWithin: Int = -1, isTransfer: Bool = false,
    alsoAffects: Handle? = nil, opens: OpenedHandle? = nil, jobName: String? = nil, reserves: [String] = [],
    soFar: ReceivedSoFar? = nil, finish: ((HandleTable, Answer) -> [Handle])? = nil,
    outputs: ((HandleTable, Answer) -> [String])? = nil,
    notes: ((HandleTable, Answer) -> [String])? = nil, values: ((Answer) -> [Row])? = nil,
    onBlocked: ((HandleTable) -> Void)? = nil, body: @escaping Call.Body
  ) {
    // A call that is kept for the next time would be made without asking whose the number is by then.
    self.init(
      call, on: target.handle, wait: target.wait(wait), returnsWithin: returnsWithin,
      isTransfer: isTransfer && target.handle != nil, alsoAffects: alsoAffects, opens: opens, jobName: jobName,
      reserves: reserves, soFar: soFar, finish: finish, outputs: outputs,
      notes: target.remark.map { remark in
        { [remark] + (notes?($0, $1) ?? []) }
      } ?? notes, values: values, onBlocked: onBlocked, body: body)
  }
}
