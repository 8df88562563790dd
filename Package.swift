// swift-tools-version: 6.0
import PackageDescription

// Exclusive access is checked at run time in debug builds, where all tests run; in a replay of a million steps
// the checks would cost a tenth of the time.
let fast: [SwiftSetting] = [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

let package = Package(
  name: "sockplay",
  products: [.executable(name: "sockplay", targets: ["Shell"])],
  dependencies: [
    // The command line: options, help, errors.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  // The rooms stand in the order in which a typed line travels; each may use those below it.
  targets: [
    // Options, prompt, pipe. The only one that knows readline.
    .executableTarget(
      name: "Shell",
      dependencies: [
        "Reports", "Runner", "Commands", "SessionLanguage", "Sockets", "CReadline",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: fast),
    // Steps in, something to look at out.
    .target(name: "Reports", dependencies: ["Runner", "Commands", "SessionLanguage", "Sockets"], swiftSettings: fast),
    // Order: sessions, steps, jobs, checks, playing files.
    .target(name: "Runner", dependencies: ["Commands", "SessionLanguage", "Sockets", "CSockets"], swiftSettings: fast),
    // One file per command.
    .target(name: "Commands", dependencies: ["SessionLanguage", "Sockets", "CSockets"], swiftSettings: fast),
    // Text: lines, words, expectations. Knows no system.
    .target(name: "SessionLanguage", swiftSettings: fast),
    // Linux: calls, addresses, states. Knows no text lines.
    .target(name: "Sockets", dependencies: ["CSockets"], swiftSettings: fast),
    // What Swift cannot import.
    .target(name: "CSockets"),
    .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),

    // What tests share: temporary folders, running the program, pseudo-terminals, golden files.
    .target(name: "Support", dependencies: ["Runner", "Commands", "SessionLanguage", "Sockets", "CSockets"], path: "Tests/Support"),
    .testTarget(name: "SocketsTests", dependencies: ["Sockets", "Support"]),
    .testTarget(name: "LanguageTests", dependencies: ["SessionLanguage", "Support"]),
    .testTarget(name: "CommandsTests", dependencies: ["Commands", "SessionLanguage", "Sockets", "Runner", "Reports", "Support"]),
    .testTarget(name: "RunnerTests", dependencies: ["Runner", "Commands", "SessionLanguage", "Sockets", "Support"]),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "Runner", "Commands", "SessionLanguage", "Sockets", "Support"],
      exclude: ["Snapshots", "Sessions"]),
    .testTarget(name: "ShellTests", dependencies: ["Shell", "Support"]),
    .testTarget(
      name: "OracleTests", dependencies: ["Shell", "Support"],
      exclude: ["Sessions", "Peers/server.py", "Peers/client.py", "Peers/passing.py", "Peers/counter.py", "Peers/stage.py"]),
    .testTarget(name: "DocumentsTests", dependencies: ["Shell", "Reports", "Runner", "Commands", "Sockets", "Support"]),
  ]
)
