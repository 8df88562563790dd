/// The version of sockplay, in the one place that has it.
enum ProgramVersion { static let number = "0.1" }
