@testable import Reports
import Testing

struct DirectMappedCacheTests {
  private final class Key {}

  @Test func whatCameTwiceIsKept() {
    var kept = DirectMappedCache<Key, Int>()
    let key = Key()
    kept.keep(key) { 1 }
    #expect(kept[key] == nil)
    kept.keep(key) { 2 }
    #expect(kept[key] == 2)
    #expect(kept[Key()] == nil)
  }

  @Test func ofObjectsThatFallOnOnePlaceTheLastStays() {
    var kept = DirectMappedCache<Key, Int>()
    let keys = (0..<5000).map { _ in Key() }
    for (index, key) in keys.enumerated() { for _ in 1...2 { kept.keep(key) { index } } }
    #expect(keys.indices.allSatisfy { kept[keys[$0]] == nil || kept[keys[$0]] == $0 })
    #expect(kept[keys[4999]] == 4999)
    #expect(keys.filter { kept[$0] != nil }.count > 300, "they are spread over the places")
  }
}
