import Sockets
import Testing

@Suite struct CallTests {
  @Test func callsAreComparedByNameAndArguments() {
    #expect(Call("close", .descriptor(3)) == Call("close", .descriptor(3)))
    #expect(Call("close", .descriptor(3)) != Call("close", .descriptor(4)))
    #expect(Call("send", .bytes([1])) != Call("sendto", .bytes([1])))
    #expect(Call("close", .closes, .descriptor(3)) == Call("close", .descriptor(3)), "what a program shows is the same")
  }

  /// The highest number of select(2) and the process of pidfd_open(2) are numbers that a socket may have, too.
  @Test func onlyADescriptorIsTakenForOne() {
    #expect(Call("recv", .descriptor(3), .buffer, .integer(9)).descriptor == 3)
    #expect(Call("select", .integer(4), .selected(.read, [3])).descriptor == nil)
    #expect(Call("pidfd_open", .integer(3), .integer(0)).descriptor == nil)
    #expect(Call("epoll_ctl", .descriptor(3), .symbol("EPOLL_CTL_DEL"), .descriptor(4)).asked == nil)
  }

  @Test func whatACallHoldsIsPartOfItsWeight() {
    let call = Call("sendmsg", .descriptor(3), .message(Message([[1, 2], [3]])))
    #expect(call.dataCount == 3 && call.bufferedBytes == 3)
    #expect(
      Call("recv", .descriptor(3), .buffer, .length(9)).dataCount == 0
        && Call("recv", .descriptor(3), .buffer, .length(9)).bufferedBytes == 9)
    #expect(
      Call("writev", .descriptor(3), .vectors([[1], [2, 3]])).bufferedBytes == 3
        && Call("readv", .descriptor(3), .vectorsOut([5, 6])).bufferedBytes == 11)
  }

  @Test func someCallsMakeADescriptor() {
    #expect(Answer(result: 5).descriptors(of: Call("socket", .opens)) == [5])
    #expect(Answer(result: -1).descriptors(of: Call("accept", [.opens, .accepts], .descriptor(3))) == [])
    #expect(Answer(result: 0).descriptors(of: Call("connect", .connects, .descriptor(3))) == [])
  }

  @Test func aCallMayHaveBeenAskedForAllThatItHadRoomFor() {
    #expect(Call("recv", .receives, .descriptor(3), .buffer, .length(9), .integer(0)).asked == 9)
    #expect(Call("readv", .receives, .descriptor(3), .vectorsOut([5, 6])).asked == 11)
    let all = Call("recvall", [.receives, .mayEndEarly], .descriptor(3), .length(9))
    #expect(all.asked == nil && all.length == 9)
    #expect(Call("poll", .polled([]), .integer(0), .integer(1000)).asked == nil)
  }

  @Test func dataAreSplicedBetweenTheFirstTwoDescriptors() throws {
    let null = Argument.symbol("NULL")
    let splice = Call("splice", .splices, .descriptor(3), null, .descriptor(4), null, .length(9))
    let ends = try #require(splice.splicedDescriptors)
    #expect(ends == (3, 4))
    #expect(Call("epoll_ctl", .descriptor(3), .symbol("EPOLL_CTL_DEL"), .descriptor(4)).splicedDescriptors == nil)
  }

  @Test func onlyMinusOneIsAFailure() {
    #expect(Answer(result: -1).failed)
    #expect(!Answer(result: 0).failed && !Answer(result: 5).failed)
  }
}
