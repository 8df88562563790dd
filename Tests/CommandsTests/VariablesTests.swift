import Handles
import Support
import Testing

@Suite struct VariablesTests {
  @Test func aVariableIsSetAndReplaced() {
    var variables = Variables()
    #expect(variables.isEmpty)
    for (name, value) in [("a", "1"), ("b", "2"), ("a", "3")] {
      let isSet = variables.set(name, to: value)
      #expect(isSet)
    }
    #expect(variables["a"] == "3" && variables["b"] == "2" && variables["c"] == nil)
    #expect(variables.sorted.map(\.name) == ["a", "b"])
  }

  @Test func allTogetherHaveALimit() {
    var variables = Variables()
    let megabyte = String(repeating: "x", count: Variables.longest)
    let most = Limit.variables.usual / Variables.longest
    for number in 1..<most {
      let isSet = variables.set("v\(number)", to: megabyte)
      #expect(isSet)
    }
    let isBeyond = variables.set("last", to: megabyte)
    #expect(!isBeyond && variables["last"] == nil, "its name counts too")
    let isSmaller = variables.set("v1", to: ""), fits = variables.set("last", to: megabyte)
    #expect(isSmaller && fits, "what is replaced makes room")
  }

  /// A handle would not be made.
  @Test func aValueThatReadsLikeACallIsToldToBeText() throws {
    let play = Play()
    #expect(
      try play.run("let conn = accept srv").listing == ["  {conn} is this text; for a handle, type: accept srv conn"])
    for line in ["let greeting = Hello", "let greeting Hello accept", "let port = 80"] {
      #expect(try play.run(line).listing == [])
    }
  }
}
