import Sockets

/// Why a call has no equal in Swift.
enum SwiftRefusal {
  /// nil where it has one.
  static func reason(_ call: ProgramCall, _ manner: ProgramManner) -> String? {
    guard let form = ProgramFunction.named(call.call.name)?.swift else {
      return "Swift's Glibc has no \(call.call.name)"
    }
    if let reason = CRefusal.reasonWithoutPointers(call) { return reason }
    if !call.made.isEmpty, call.call.shape == .passing, case .background = manner {
      return "descriptors that come in a thread have no form in an exported program"
    }
    if call.call.countsByHand { return "it gives the number of descriptors by hand" }
    for argument in call.call.arguments {
      switch argument {
      case .symbol(let symbol) where symbol.hasPrefix("{tv_") && form != .select:
        return "it gives the value by hand"
      case .symbol where call.call.shape == .request: continue
      case .symbol(let symbol):
        if let name = SwiftSymbol.missing(in: symbol) { return "Swift's Glibc has no \(name)" }
      case .polled(let entries):
        let table = ConstantTable.pollEvents
        for entry in entries {
          let events = table.flags(Int32(UInt16(bitPattern: entry.events)))
          if let name = SwiftSymbol.missing(in: events) { return "Swift's Glibc has no \(name)" }
        }
      case .option(.filter, _): return "a filter is passed by a pointer to a list, which Swift's Glibc has no type for"
      default: continue
      }
    }
    return nil
  }
}
