// How handles refer to each other. None of these returns a handle that is gone, so a relation that was not removed in
// time is the same as none.

/// Another handle that one refers to; nil once that is gone.
@propertyWrapper
package struct Related {
  private var handle: Handle?

  package init(wrappedValue: Handle?) { handle = wrappedValue }

  package var wrappedValue: Handle? {
    get { if let handle, !handle.isGone { handle } else { nil } }
    set { handle = newValue }
  }
}

/// Other handles, in the order in which they were added.
struct HandleList {
  private var handles: [Handle] = []

  /// Those that are not gone.
  var present: [Handle] { handles.filter { !$0.isGone } }

  /// The first of those that are not gone for which `isWanted` holds.
  func first(where isWanted: (Handle) -> Bool) -> Handle? { handles.first { !$0.isGone && isWanted($0) } }

  func forEach(_ visit: (Handle) -> Void) { for handle in handles where !handle.isGone { visit(handle) } }

  mutating func append(_ handle: Handle) { handles.append(handle) }

  mutating func remove(_ handle: Handle) {
    if let index = handles.firstIndex(of: handle) { handles.remove(at: index) }
  }
}

/// Handles by a key that is unique to each.
package struct HandleIndex<Key: Hashable> {
  private var handles: [Key: Handle] = [:]

  package subscript(key: Key) -> Handle? {
    get { if let handle = handles[key], !handle.isGone { handle } else { nil } }
    set { handles[key] = newValue }
  }

  /// Removes the handle of `key`, if that is `handle`.
  mutating func remove(_ key: Key, of handle: Handle) {
    guard let place = handles.index(forKey: key), handles[place].value === handle else { return }
    handles.remove(at: place)
  }
}

/// The handles that have one open socket, each through a descriptor of its own, see dup(2).
final class Duplicates {
  var handles = HandleList()
}
