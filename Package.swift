// swift-tools-version: 6.0
import PackageDescription

// Exclusive access is checked at run time in debug builds, where all tests run; in a replay of a million steps
// the checks would cost a tenth of the time.
let fast: [SwiftSetting] = [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

// Most of what a short run takes is to find the parts of Swift's library in its shared objects: linked into the program,
// they need not be looked for.
let startsFast: [LinkerSetting] = [
  .unsafeFlags(
    ["-static-stdlib", "-use-ld=lld", "-l_FoundationCollections", "-l_FoundationCShims", "-lswiftSynchronization"],
    .when(configuration: .release))
]

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
        "Reports", "Imports", "Runner", "Commands", "Handles", "Isolation", "SessionLanguage", "Sockets", "Partners",
        "Packets", "Text", "CReadline", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: fast, linkerSettings: startsFast),
    // Records in, something to look at out.
    .target(
      name: "Reports",
      dependencies: ["Runner", "Commands", "Handles", "Isolation", "SessionLanguage", "Sockets", "Packets", "Text"],
      swiftSettings: fast),
    // What other programs have written, as sessions.
    .target(
      name: "Imports", dependencies: ["Runner", "Commands", "SessionLanguage", "Packets", "Text"], swiftSettings: fast),
    // Order: sessions, steps, jobs, checks, playing files.
    .target(
      name: "Runner",
      dependencies: [
        "Commands", "Handles", "SessionLanguage", "Sockets", "CSockets", "Partners", "Isolation", "Cable",
        "Packets", "Text",
      ],
      swiftSettings: fast),
    // One file per command.
    .target(
      name: "Commands",
      dependencies: [
        "Handles", "SessionLanguage", "Sockets", "CSockets", "Partners", "Isolation", "Cable", "Packets", "Text",
      ],
      swiftSettings: fast),
    // The sockets of a session under their names, who is linked with whom, and what changed since the last look.
    .target(name: "Handles", dependencies: ["SessionLanguage", "Sockets", "Isolation", "Text"], swiftSettings: fast),
    // A session's text: lines, words, expectations. Knows no system.
    .target(name: "SessionLanguage", dependencies: ["Text"], swiftSettings: fast),
    // Servers to practise with, each a process of its own.
    .target(name: "Partners", dependencies: ["SessionLanguage", "Sockets", "Text"], swiftSettings: fast),
    // Hosts: network namespaces of their own, each with an interface to a cable.
    .target(name: "Isolation", dependencies: ["Sockets", "CSockets"], swiftSettings: fast),
    // What passes between the hosts, and what rules make of it.
    .target(name: "Cable", dependencies: ["Packets", "Sockets", "CSockets", "Text"], swiftSettings: fast),
    // Linux: calls, addresses, states. Knows no text lines.
    .target(name: "Sockets", dependencies: ["CSockets", "Text"], swiftSettings: fast),
    // Packets as bytes: headers, connections, capture files, and their words. Knows no system.
    .target(name: "Packets", dependencies: ["Text"], swiftSettings: fast),
    // Characters, columns, digits, plurals and languages: what any text needs.
    .target(name: "Text", dependencies: ["CSockets"], swiftSettings: fast),
    // What Swift cannot import.
    .target(name: "CSockets"),
    .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),

    // What tests share: temporary folders, running the program, pseudo-terminals, golden files.
    .target(
      name: "Support",
      dependencies: ["Runner", "Commands", "Handles", "SessionLanguage", "Sockets", "CSockets", "Packets", "Text"],
      path: "Tests/Support"),
    .testTarget(name: "PartnersTests", dependencies: ["Partners", "Shell", "Support"], exclude: ["crowd.py"]),
    // What reads text, for random text: see Scripts/soak parser.
    .target(
      name: "Fuzzing", dependencies: ["Imports", "Commands", "SessionLanguage", "Packets"], path: "Tests/Fuzzing"),
    .testTarget(
      name: "ImportsTests", dependencies: ["Imports", "SessionLanguage", "Packets", "Text", "Support", "Fuzzing"],
      exclude: ["Logs", "Snapshots"]),
    .testTarget(
      name: "PacketsTests", dependencies: ["Packets", "Text", "Support", "Fuzzing"], exclude: ["Captures"]),
    .testTarget(name: "CableTests", dependencies: ["Cable", "Isolation", "Packets", "Sockets", "CSockets", "Support"]),
    .testTarget(name: "SocketsTests", dependencies: ["Sockets", "Text", "Support"]),
    .testTarget(name: "LanguageTests", dependencies: ["SessionLanguage", "Text", "Support", "Fuzzing"]),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "Handles", "SessionLanguage", "Sockets", "Runner", "Reports", "Packets", "Cable", "Text", "Support",
      ],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "RunnerTests",
      dependencies: ["Runner", "Commands", "Handles", "SessionLanguage", "Sockets", "Packets", "Text", "Support"],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Runner", "Commands", "Handles", "SessionLanguage", "Sockets", "Packets", "Text", "Support",
      ],
      exclude: ["Snapshots", "Sessions", "junit.xsd"]),
    .testTarget(name: "ShellTests", dependencies: ["Shell", "Support"], exclude: ["Snapshots", "Cases", "Edited"]),
    .testTarget(
      name: "OracleTests", dependencies: ["Shell", "SessionLanguage", "Support", "Fuzzing"],
      exclude: [
        "Sessions", "Peers/server.py", "Peers/client.py", "Peers/passing.py", "Peers/counter.py", "Peers/lessons.py",
        "Peers/stage.py", "Programs/Sessions",
      ]),
    .testTarget(
      name: "DocumentsTests",
      dependencies: [
        "Shell", "Reports", "Runner", "Commands", "Handles", "SessionLanguage", "Sockets", "Text", "Support", "Fuzzing",
      ]),
  ]
)

// Only with libFuzzer, whose main function it has.
if Context.environment["SOCKPLAY_FUZZER"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzzer", dependencies: ["Fuzzing"], path: "Tests/Fuzzer",
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}

// Only for Benchmarks/run, which builds it.
if Context.environment["SOCKPLAY_BENCHMARKS"] != nil {
  package.targets.append(
    .executableTarget(
      name: "CableBenchmark", dependencies: ["Cable", "Isolation", "Sockets"], path: "Benchmarks/cable",
      swiftSettings: fast))
}
