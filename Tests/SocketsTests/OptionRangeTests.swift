import Glibc
import Sockets
import Support
import Testing

/// What the rows of options say that setsockopt takes, held against setsockopt.
@Suite(.waits) struct OptionRangeTests {
  private static let ranged = SocketOption.all.filter { $0.range != nil }.map(\.symbol)

  /// A socket that is asked for one value after the other. To close one of some kinds, such as packet's, takes the
  /// kernel milliseconds, so that it is replaced only where what was set before may be why a value is refused.
  private final class Probe {
    private let kind: SocketKind
    private var descriptor: Int32
    /// Whether nothing has been set on it yet. A setsockopt that fails changes nothing.
    private var isFresh = true

    /// - Returns: `nil` where there is no socket of `kind`.
    init?(_ kind: SocketKind) {
      self.kind = kind
      descriptor = Self.open(kind)
      if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    private static func open(_ kind: SocketKind) -> Int32 {
      socket(kind.domain.rawValue, kind.type.rawValue | Int32(SOCK_CLOEXEC.rawValue), kind.transport.rawValue)
    }

    /// - Returns: The errno of setting `option` to `value`; 0 when it is set. No fresh socket would refuse otherwise.
    func result(_ option: SocketOption, _ value: Int) -> Int32 {
      let result = set(option, value)
      guard result != 0, !isFresh else { return result }
      close(descriptor)
      descriptor = Self.open(kind)
      isFresh = true
      return set(option, value)
    }

    private func set(_ option: SocketOption, _ value: Int) -> Int32 {
      var number = Int32(value)
      guard setsockopt(descriptor, option.level.rawValue, option.number, &number, 4) == 0 else { return errno }
      isFresh = false
      return 0
    }
  }

  /// What setting `option` to each of `values` gives on every kind of socket that has it and takes any of them.
  private func results(_ option: SocketOption, _ values: [Int]) -> [(kind: SocketKind, results: [(Int, Int32)])] {
    SocketKind.words.map(\.kind).filter(option.applies).compactMap { kind in
      guard let probe = Probe(kind) else { return nil }
      let results = values.map { ($0, probe.result(option, $0)) }
      return results.contains { $0.1 == 0 } ? (kind, results) : nil
    }
  }

  @Test(arguments: ranged) func setsockoptTakesWhatTheRowSaysAndNoMore(symbol: String) throws {
    let option = try #require(SocketOption.named(symbol))
    let range = try #require(option.range)
    let edges = range.ranges.flatMap { [$0.lowerBound - 1, $0.lowerBound, $0.upperBound, $0.upperBound + 1] }
    let values = Set(edges + [Int(Int32.min), OptionRange.most]).filter { Int32(exactly: $0) != nil }
    // What must be refused comes first, while the socket is fresh.
    let ordered = values.filter { !range.contains($0) }.sorted() + values.filter(range.contains).sorted()
    let lowest = range.ranges[0].lowerBound
    let taken = results(option, ordered).filter { $0.results.contains { $0 == (lowest, 0) } }
    #expect(!taken.isEmpty)
    for (kind, results) in taken {
      for (value, result) in results {
        // MPTCP keeps some values for its subflows without looking at them.
        if kind.isMPTCP, result != EINVAL { continue }
        #expect((result == EINVAL) == !range.contains(value), "\(symbol) \(value) on \(kind.word)")
      }
    }
  }

  /// Others take a number whatever it is: but for these, of which the single bits mean something, or which are
  /// descriptors.
  private static let othersThatRefuse: Set<String> = [
    "SO_TIMESTAMPING", "SO_ATTACH_BPF", "SO_ATTACH_REUSEPORT_EBPF", "IPV6_ADDRFORM", "PACKET_FANOUT",
  ]
  private static let numbers = SocketOption.all.filter {
    $0.range == nil && $0.access != .readOnly && $0.form.int(of: [0, 0, 0, 0]) != nil
      && !othersThatRefuse.contains($0.symbol)
  }.map(\.symbol)

  @Test(arguments: numbers) func whatHasNoRangeTakesEveryNumber(symbol: String) throws {
    let option = try #require(SocketOption.named(symbol))
    let values = [Int(Int32.min), -2, -1, 0, 1, 2, 127, 128, 255, 256, 32767, 32768, 65535, 65536, OptionRange.most]
    // vsock has limits of its own.
    for (kind, results) in results(option, values) where kind.domain != .vsock {
      for (value, result) in results { #expect(result != EINVAL, "\(symbol) \(value) on \(kind.word)") }
    }
  }

  @Test func aRangeIsToldInWords() {
    #expect(OptionRange(arrayLiteral: 1...127).text == "1 to 127")
    #expect(OptionRange(arrayLiteral: 0...0, 88...32767).text == "0, or 88 to 32767")
    #expect(OptionRange(arrayLiteral: 0...0, 1280...OptionRange.most).text == "0, or 1280 or more")
  }
}
