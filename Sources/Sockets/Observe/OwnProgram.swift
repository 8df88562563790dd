import Glibc

/// The program that this process runs.
package enum OwnProgram {
  /// Its path, which gives a process that runs it the right name; a link that always leads to it if its file is gone.
  package static var path: String {
    let link = "/proc/self/exe"
    var name = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink(link, &name, name.count - 1)
    guard length > 0, access(name, X_OK) == 0 else { return link }
    return String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
