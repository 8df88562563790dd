import Sockets
import Testing

@Suite struct CallTests {
  @Test func callsAreComparedByNameAndArguments() {
    #expect(Call("close", .descriptor(3)) == Call("close", .integer(3)))
    #expect(Call("close", .descriptor(3)) != Call("close", .descriptor(4)))
    #expect(Call("send", .bytes([1])) != Call("sendto", .bytes([1])))
  }

  @Test func someCallsMakeADescriptor() {
    #expect(Call("socket").makesDescriptor && Call("accept").makesDescriptor)
    #expect(!Call("connect").makesDescriptor && !Call("close").makesDescriptor)
  }

  @Test func onlyMinusOneIsAFailure() {
    #expect(Answer(result: -1).failed)
    #expect(!Answer(result: 0).failed && !Answer(result: 5).failed)
  }
}
