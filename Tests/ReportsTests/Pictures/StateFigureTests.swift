import Sockets
import Testing

@testable import Reports

@Suite struct StateFigureTests {
  @Test func elevenStatesInBoxesThatDoNotTouch() {
    #expect(TCPState.allCases.count == 11)
    let centers = TCPState.allCases.map(StateFigure.center) + [StateFigure.closedAgain]
    for (index, one) in centers.enumerated() {
      for other in centers[(index + 1)...] {
        #expect(abs(one.x - other.x) > StateFigure.boxWidth || abs(one.y - other.y) > StateFigure.boxHeight)
      }
    }
  }

  @Test func eachStateIsReachedAndLeft() {
    for state in TCPState.allCases {
      #expect(StateFigure.edges.contains { $0.to == state } && StateFigure.edges.contains { $0.from == state })
    }
  }

  @Test func everyStateOfATCPSocketHasABox() {
    let others = SocketState.allCases.filter { TCPState($0) == nil }
    #expect(others == [.unconnected, .open])
    #expect(TCPState(.bound) == .closed && TCPState.allCases.allSatisfy { SocketState(name: $0.name) != nil })
  }

  @Test func aJumpStaysInThePicture() {
    for from in TCPState.allCases {
      for to in TCPState.allCases where from != to {
        let numbers = StateFigure.jump(from: from, to: to).split { !$0.isNumber && $0 != "-" }.compactMap { Int($0) }
        #expect(numbers.count == 6 && numbers.allSatisfy { (-14...StateFigure.height).contains($0) })
      }
    }
  }
}
