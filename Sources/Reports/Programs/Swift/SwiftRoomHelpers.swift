// What gives a call pointers, and what makes several calls.
extension SwiftHelper {
  static let rooms = [
    SwiftHelper(
      "pass",
      """
      /// Makes a call with a value in memory and its length.
      func pass<Value, Result>(_ value: Value, _ call: (UnsafeRawPointer?, socklen_t) -> Result) -> Result {
          withUnsafeBytes(of: value) { call($0.baseAddress, socklen_t($0.count)) }
      }
      """),
    SwiftHelper(
      "passBytes",
      """
      /// Makes a call with bytes in memory and their number.
      func passBytes<Result>(
          _ bytes: some Collection<UInt8>, _ call: (UnsafeRawPointer?, socklen_t) -> Result
      ) -> Result {
          Array(bytes).withUnsafeBytes { call($0.baseAddress, socklen_t($0.count)) }
      }
      """),
    SwiftHelper(
      "withRoom",
      """
      /// Makes a call with room for a value and for its length.
      func withRoom<Result>(
          _ size: Int, _ call: (UnsafeMutableRawPointer?, UnsafeMutablePointer<socklen_t>) -> Result
      ) -> Result {
          var room = [UInt8](repeating: 0, count: size)
          var length = socklen_t(size)
          return room.withUnsafeMutableBytes { call($0.baseAddress, &length) }
      }
      """),
    SwiftHelper(
      "withPeer",
      """
      /// Makes a call with room for an address and for its length.
      func withPeer<Result>(
          _ call: (UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>) -> Result
      ) -> Result {
          var room = sockaddr_storage()
          var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
          return withUnsafeMutableBytes(of: &room) {
              call($0.bindMemory(to: sockaddr.self).baseAddress, &length)
          }
      }
      """),
    SwiftHelper(
      "pollFor",
      """
      /// poll, with its list made of descriptors and what to look for.
      func pollFor(_ wanted: [(fd: Int32, events: Int32)], _ timeout: Int32) -> Int32 {
          var list = wanted.map { pollfd(fd: $0.fd, events: Int16(truncatingIfNeeded: $0.events), revents: 0) }
          return poll(&list, nfds_t(list.count), timeout)
      }
      """),
    SwiftHelper(
      "selectFrom",
      """
      /// select, with its sets made of descriptors; nil is no set, and no time is no end.
      func selectFrom(_ read: [Int32]?, _ write: [Int32]?, _ except: [Int32]?, _ time: timeval?) -> Int32 {
          func set(_ members: [Int32]?) -> [fd_set] {
              guard let members else { return [] }
              var set = fd_set()
              withUnsafeMutableBytes(of: &set) { bytes in
                  for fd in members { bytes[Int(fd) / 8] |= 1 << UInt8(fd % 8) }
              }
              return [set]
          }
          func pass<Value>(_ list: inout [Value], _ call: (UnsafeMutablePointer<Value>?) -> Int32) -> Int32 {
              list.isEmpty ? call(nil) : list.withUnsafeMutableBufferPointer { call($0.baseAddress) }
          }
          let width = ((read ?? []) + (write ?? []) + (except ?? [])).max().map { $0 + 1 } ?? 0
          var (reading, writing, excepted) = (set(read), set(write), set(except))
          var limit = time.map { [$0] } ?? []
          return pass(&reading) { reading in
              pass(&writing) { writing in
                  pass(&excepted) { excepted in
                      pass(&limit) { select(width, reading, writing, excepted, $0) }
                  }
              }
          }
      }
      """),
  ]

  static let transfers = [
    SwiftHelper(
      "repeated",
      """
      /// The same bytes again and again.
      func repeated(_ bytes: some Collection<UInt8>, _ times: Int) -> [UInt8] {
          var data = Array(bytes)
          let length = data.count * times
          while data.count * 2 <= length { data += data }
          return data + data.prefix(length - data.count)
      }
      """),
    SwiftHelper(
      "sendAll",
      """
      /// Sends until the kernel has taken all: one send may take less.
      func sendAll(_ fd: Int32, _ data: [UInt8], _ length: Int, _ flags: Int32) -> Int {
          var sent = 0
          repeat {
              let count = data.withUnsafeBytes { send(fd, $0.baseAddress.map { $0 + sent }, length - sent, flags) }
              if count == -1 { return -1 }
              sent += count
          } while sent < length
          return sent
      }
      """),
    SwiftHelper(
      "receiveMore",
      """
      /// Receives behind what the buffer has.
      func receiveMore(_ fd: Int32, _ buffer: inout [UInt8], _ have: Int, _ count: Int, _ flags: Int32) -> Int {
          buffer.withUnsafeMutableBytes { recv(fd, $0.baseAddress.map { $0 + have }, count, flags) }
      }
      """),
    SwiftHelper(
      "receiveAll", needs: ["receiveMore"],
      """
      /// Receives until the end of file, or until the buffer is full.
      func receiveAll(_ fd: Int32, _ buffer: inout [UInt8], _ size: Int) -> Int {
          var have = 0
          while have < size {
              let count = receiveMore(fd, &buffer, have, min(size - have, 4096), 0)
              if count == -1 { return -1 }
              if count == 0 { break }
              have += count
          }
          return have
      }
      """),
    SwiftHelper(
      "receiveCount", needs: ["receiveMore"],
      """
      /// Receives exactly this many bytes, unless the end of file comes first.
      func receiveCount(_ fd: Int32, _ buffer: inout [UInt8], _ wanted: Int) -> Int {
          var have = 0
          while have < wanted {
              let count = receiveMore(fd, &buffer, have, wanted - have, 0)
              if count == -1 { return -1 }
              if count == 0 { break }
              have += count
          }
          return have
      }
      """),
    SwiftHelper(
      "receiveUntil", needs: ["receiveMore", "int"],
      """
      /// Receives up to a mark, and not a byte more: it looks first, and takes what ends with the mark.
      func receiveUntil(_ fd: Int32, _ buffer: inout [UInt8], _ mark: [UInt8], _ size: Int) -> Int {
          var have = 0
          while have < size {
              var count = receiveMore(fd, &buffer, have, min(size - have, 4096), int(MSG_PEEK))
              if count <= 0 { return count == 0 ? have : -1 }
              let ends = have + 1...have + count
              let found = ends.first { buffer[..<$0].suffix(mark.count).elementsEqual(mark) }
              count = receiveMore(fd, &buffer, have, (found ?? have + count) - have, 0)
              if count == -1 { return -1 }
              have += count
              if found != nil { break }
          }
          return have
      }
      """),
    SwiftHelper(
      "arrive",
      """
      /// Waits until a second has passed or this many bytes have come: small segments may be held back for a while.
      func arrive(_ fd: Int32, _ count: Int32) {
          var (there, left) = (Int32(0), 100)
          while left > 0, ioctl(fd, UInt(FIONREAD), &there) == 0, there < count {
              usleep(10000)
              left -= 1
          }
      }
      """),
  ]
}
