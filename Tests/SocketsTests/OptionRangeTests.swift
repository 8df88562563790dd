import Glibc
import Sockets
import Testing

/// What the rows of options say that setsockopt takes, held against setsockopt.
@Suite struct OptionRangeTests {
  private static let ranged = SocketOption.all.filter { $0.range != nil }.map(\.symbol)

  /// errno of setting OPTION to VALUE on a fresh socket of KIND; 0 when it is set, nil where there is no such socket.
  private func result(_ option: SocketOption, _ value: Int, _ kind: SocketKind) -> Int32? {
    let descriptor = socket(
      kind.domain.rawValue, kind.type.rawValue | Int32(SOCK_CLOEXEC.rawValue), kind.transport.rawValue)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var number = Int32(value)
    return setsockopt(descriptor, option.level.rawValue, option.number, &number, 4) == 0 ? 0 : errno
  }

  /// The kinds of socket that have OPTION, and take any value of it.
  private func kinds(_ option: SocketOption, _ values: [Int]) -> [SocketKind] {
    SocketKind.words.map(\.kind).filter { kind in
      option.applies(to: kind) && values.contains { result(option, $0, kind) == 0 }
    }
  }

  @Test(arguments: ranged) func setsockoptTakesWhatTheRowSaysAndNoMore(symbol: String) throws {
    let option = try #require(SocketOption.named(symbol))
    let range = try #require(option.range)
    let edges = range.ranges.flatMap { [$0.lowerBound - 1, $0.lowerBound, $0.upperBound, $0.upperBound + 1] }
    let values = Set(edges + [Int(Int32.min), OptionRange.most]).filter { Int32(exactly: $0) != nil }
    let kinds = kinds(option, [range.ranges[0].lowerBound])
    #expect(!kinds.isEmpty)
    for kind in kinds {
      for value in values.sorted() {
        let isRefused = result(option, value, kind) == EINVAL
        // MPTCP keeps some values for its subflows without looking at them.
        if kind.isMPTCP, !isRefused { continue }
        #expect(isRefused == !range.contains(value), "\(symbol) \(value) on \(kind.word)")
      }
    }
  }

  /// Others take a number whatever it is: but for these, of which the single bits mean something, or which are
  /// descriptors.
  private static let othersThatRefuse: Set<String> = [
    "SO_TIMESTAMPING", "SO_ATTACH_BPF", "SO_ATTACH_REUSEPORT_EBPF", "IPV6_ADDRFORM",
  ]
  private static let numbers = SocketOption.all.filter {
    $0.range == nil && $0.access != .readOnly && $0.form.int(of: [0, 0, 0, 0]) != nil
      && !othersThatRefuse.contains($0.symbol)
  }.map(\.symbol)

  @Test(arguments: numbers) func whatHasNoRangeTakesEveryNumber(symbol: String) throws {
    let option = try #require(SocketOption.named(symbol))
    let values = [Int(Int32.min), -2, -1, 0, 1, 2, 127, 128, 255, 256, 32767, 32768, 65535, 65536, OptionRange.most]
    // vsock has limits of its own.
    for kind in kinds(option, values) where kind.domain != .vsock {
      for value in values { #expect(result(option, value, kind) != EINVAL, "\(symbol) \(value) on \(kind.word)") }
    }
  }

  @Test func aRangeIsToldInWords() {
    #expect(OptionRange(arrayLiteral: 1...127).text == "1 to 127")
    #expect(OptionRange(arrayLiteral: 0...0, 88...32767).text == "0, or 88 to 32767")
    #expect(OptionRange(arrayLiteral: 0...0, 1280...OptionRange.most).text == "0, or 1280 or more")
  }
}
