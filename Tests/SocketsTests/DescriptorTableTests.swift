import Glibc
import Sockets
import Testing

@Suite struct DescriptorTableTests {
  @Test func aSocketSaysWhatItIsAndAFileWhereItLies() throws {
    let plain = open("/dev/null", O_RDONLY | O_CLOEXEC)
    let made = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { for descriptor in [plain, made] { close(descriptor) } }
    let all = DescriptorTable.all()
    #expect(all.map(\.descriptor) == all.map(\.descriptor).sorted())
    let file = try #require(all.first { $0.descriptor == plain })
    #expect(file.target == "/dev/null" && file.socket == nil)
    let described = try #require(all.first { $0.descriptor == made })
    #expect(described.target.hasPrefix("socket:["))
    #expect(described.socket?.family == "AF_INET6" && described.socket?.service == "SOCK_DGRAM")
  }
}
