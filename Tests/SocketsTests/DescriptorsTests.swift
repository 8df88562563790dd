import Glibc
import Sockets
import Testing

@Suite struct DescriptorsTests {
  @Test func oursAreOutOfTheWayAndNotInherited() {
    let low = Glibc.open("/dev/null", O_RDONLY)
    let moved = Descriptors.outOfTheWay(low)
    defer { Glibc.close(moved) }
    #expect(moved >= Descriptors.floor)
    #expect(fcntl(moved, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test func whatFailedStaysFailed() { #expect(Descriptors.outOfTheWay(-1) == -1) }
}
