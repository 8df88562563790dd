import Handles

/// What a session knows of descriptors and names, for a call that is written as in C.
package struct CNames {
  /// The name of the handle that has a descriptor.
  let handle: (Int32) -> String?
  /// A name for a new handle; nil to leave the choice to the command.
  let fresh: () -> String?
  /// Whether a new handle may have the name.
  let isFree: (String) -> Bool
}

extension CNames {
  package init(_ table: HandleTable) {
    handle = { table.owner(of: $0)?.name }
    fresh = { table.freshName() }
    isFree = table.isFree
  }

  /// Those of a file that does not run yet: every descriptor may have its handle when its line is played.
  package init() {
    handle = { "fd\($0)" }
    fresh = { nil }
    isFree = { _ in true }
  }

  /// Those of a log: each descriptor is the handle that `name` says.
  package static func fixed(fresh: String? = nil, _ name: @escaping (Int32) -> String?) -> CNames {
    CNames(handle: name, fresh: { fresh }, isFree: { _ in true })
  }
}
