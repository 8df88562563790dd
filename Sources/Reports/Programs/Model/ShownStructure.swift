// A structure as a call shows it: `{rlim_cur=10, rlim_max=4096}`.
extension String {
  /// What is between the brackets or braces around it.
  var trimmingBrackets: String { String(dropFirst().dropLast()) }

  /// Its members, each with its value.
  var members: [(name: String, value: String)] {
    trimmingBrackets.split(separator: ", ").compactMap { member in
      let parts = member.split(separator: "=", maxSplits: 1).map(String.init)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
  }

  /// The value of one member; nil if there is none of that name.
  func member(_ name: String) -> String? { members.first { $0.name == name }?.value }
}
