import Glibc
import Sockets
import Testing

@Suite struct DescriptorCommandTests {
  @Test func aCommandIsFoundInAnyCase() throws {
    #expect(DescriptorCommand.named("f_getfl")?.number == F_GETFL && DescriptorCommand.named("F_SETLK") == nil)
    for command in DescriptorCommand.all { #expect(DescriptorCommand.named(command.symbol)?.number == command.number) }
  }

  @Test(arguments: [
    (0, "O_RDONLY"), (O_RDWR, "O_RDWR"), (O_NONBLOCK, "O_RDONLY|O_NONBLOCK"),
    (O_WRONLY | O_APPEND, "O_WRONLY|O_APPEND"),
  ])
  func theAccessModeIsAlwaysNamed(flags: Int32, text: String) { #expect(DescriptorCommand.statusText(flags) == text) }
}
