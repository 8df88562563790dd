import Foundation
import Sockets
import Testing

@Suite struct GeneralStructureTests {
  @Test(arguments: AddressLayoutTests.addresses, GeneralStructure.allCases)
  func theRowsAreTheBytesThatCallsGet(_ address: SocketAddress, _ structure: GeneralStructure) throws {
    let (bytes, length) = address.withSockaddr { raw, length in (Data(bytes: raw, count: Int(length)), Int(length)) }
    guard let fields = address.layout(as: structure) else {
      #expect(length > structure.size)
      return
    }
    #expect(Data(fields.flatMap(\.bytes).prefix(length)) == bytes)
    var end = 0
    for field in fields {
      #expect(field.offset == end)
      end += field.bytes.count
    }
  }

  @Test func theStructsHaveTheSizesOfLinux() { #expect(GeneralStructure.allCases.map(\.size) == [16, 128]) }

  @Test func whatIsTooLongForSockaddrFitsIntoItsBiggerBrother() throws {
    let address = try SocketAddress(text: "[::1]:80", for: .ipv6)
    #expect(address.layout(as: .sockaddr) == nil)
    #expect(address.layout(as: .storage)?.map(\.name) == ["ss_family", "__ss_padding", "", ""])
  }
}
