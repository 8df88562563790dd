// Messages, lists of buffers, and what else is given by pointers to structures.
extension SwiftHelper {
  static let messages = [
    SwiftHelper(
      "withVectors",
      """
      /// Makes a call with a list of parts of one buffer, whose lengths are these.
      func withVectors<Result>(
          _ buffer: inout [UInt8], _ lengths: [Int], _ call: (UnsafeMutablePointer<iovec>?, Int) -> Result
      ) -> Result {
          buffer.withUnsafeMutableBytes { bytes in
              var start = 0
              var list = lengths.map { length in
                  defer { start += length }
                  return iovec(iov_base: bytes.baseAddress.map { $0 + start }, iov_len: length)
              }
              return list.withUnsafeMutableBufferPointer { call($0.baseAddress, lengths.count) }
          }
      }
      """),
    SwiftHelper(
      "readVectors", needs: ["withVectors"],
      """
      func readVectors(_ fd: Int32, _ buffer: inout [UInt8], _ lengths: [Int]) -> Int {
          withVectors(&buffer, lengths) { readv(fd, $0, Int32($1)) }
      }
      """),
    SwiftHelper(
      "writeVectors", needs: ["withVectors"],
      """
      func writeVectors(_ fd: Int32, _ buffers: [[UInt8]]) -> Int {
          var all = Array(buffers.joined())
          return withVectors(&all, buffers.map(\\.count)) { writev(fd, $0, Int32($1)) }
      }
      """),
    SwiftHelper(
      "sendMessage", needs: ["withVectors", "Address"],
      """
      /// The bytes of numbers, as they lie in memory.
      func bytes(of numbers: [Int32]) -> [UInt8] { numbers.withUnsafeBytes { Array($0) } }

      /// Sends a message from several buffers, with control messages, each a header followed by its data.
      func sendMessage(
          _ fd: Int32, _ buffers: [[UInt8]], _ address: Address?, _ control: [(level: Int32, type: Int32, data: [UInt8])],
          _ flags: Int32
      ) -> Int {
          var (all, name) = (Array(buffers.joined()), address?.bytes ?? [])
          var items = control.flatMap { item in
              var header = cmsghdr()
              header.cmsg_len = MemoryLayout<cmsghdr>.size + item.data.count
              (header.cmsg_level, header.cmsg_type) = (item.level, item.type)
              let bytes = withUnsafeBytes(of: header) { Array($0) } + item.data
              // The next one begins at a multiple of eight bytes.
              return bytes + Array(repeating: UInt8(0), count: (8 - bytes.count % 8) % 8)
          }
          return withVectors(&all, buffers.map(\\.count)) { list, count in
              name.withUnsafeMutableBytes { name in
                  items.withUnsafeMutableBytes { items in
                      var message = msghdr()
                      (message.msg_iov, message.msg_iovlen) = (count > 0 ? list : nil, count)
                      (message.msg_name, message.msg_namelen) = (name.isEmpty ? nil : name.baseAddress, socklen_t(name.count))
                      (message.msg_control, message.msg_controllen) = (items.isEmpty ? nil : items.baseAddress, items.count)
                      return sendmsg(fd, &message, flags)
                  }
              }
          }
      }
      """),
    SwiftHelper(
      "receiveMessage", needs: ["withVectors", "int"],
      """
      /// Receives a message into parts of a buffer, and the descriptors that come with it.
      func receiveMessage(
          _ fd: Int32, _ buffer: inout [UInt8], _ lengths: [Int], _ room: Int, _ passed: inout [Int32], _ flags: Int32
      ) -> Int {
          var (control, name) = ([UInt64](repeating: 0, count: (room + 7) / 8), sockaddr_storage())
          passed = []
          return withVectors(&buffer, lengths) { list, count in
              control.withUnsafeMutableBytes { control in
                  var message = msghdr()
                  (message.msg_iov, message.msg_iovlen) = (list, count)
                  message.msg_namelen = socklen_t(MemoryLayout<sockaddr_storage>.size)
                  (message.msg_control, message.msg_controllen) = (room > 0 ? control.baseAddress : nil, room)
                  let result = withUnsafeMutableBytes(of: &name) {
                      message.msg_name = $0.baseAddress
                      return recvmsg(fd, &message, flags)
                  }
                  let (size, error) = (MemoryLayout<cmsghdr>.size, errno)
                  var start = 0
                  while result >= 0, start + size <= message.msg_controllen {
                      let header = control.loadUnaligned(fromByteOffset: start, as: cmsghdr.self)
                      let length = Int(header.cmsg_len)
                      if header.cmsg_level == SOL_SOCKET, header.cmsg_type == int(SCM_RIGHTS) {
                          passed += stride(from: start + size, to: start + length, by: 4).map {
                              control.loadUnaligned(fromByteOffset: $0, as: Int32.self)
                          }
                      }
                      start += max((length + 7) / 8 * 8, size)
                  }
                  errno = error
                  return result
              }
          }
      }

      /// The same where no descriptors are wanted.
      func receiveMessage(
          _ fd: Int32, _ buffer: inout [UInt8], _ lengths: [Int], _ room: Int, _ flags: Int32
      ) -> Int {
          var passed: [Int32] = []
          return receiveMessage(fd, &buffer, lengths, room, &passed, flags)
      }
      """),
  ]

  static let requests = [
    SwiftHelper(
      "withNumber",
      """
      /// Makes a call with a pointer to memory that holds a number, which the kernel may change.
      func withNumber<Result>(_ value: Int32, _ call: (UnsafeMutableRawPointer) -> Result) -> Result {
          var room = (value, Int32(0), Int64(0))
          return withUnsafeMutablePointer(to: &room) { call($0) }
      }
      """),
    SwiftHelper(
      "withOffset",
      """
      /// Makes a call with a pointer to an offset, which the kernel changes.
      func withOffset(_ offset: off_t, _ call: (UnsafeMutablePointer<off_t>) -> Int) -> Int {
          var place = offset
          return call(&place)
      }
      """),
    SwiftHelper(
      "withInterface",
      """
      /// Makes a call with a struct ifreq that has the name of an interface.
      func withInterface<Result>(_ name: String, _ call: (UnsafeMutableRawPointer) -> Result) -> Result {
          var room = Array((Array(name.utf8) + [UInt8](repeating: 0, count: 40)).prefix(40))
          return call(&room)
      }
      """),
    SwiftHelper(
      "withIndex",
      """
      /// Makes a call with a struct ifreq that has the index of an interface, after the bytes for its name.
      func withInterface<Result>(index: UInt8, _ call: (UnsafeMutableRawPointer) -> Result) -> Result {
          var room = [UInt8](repeating: 0, count: 16) + [index] + [UInt8](repeating: 0, count: 23)
          return call(&room)
      }
      """),
    SwiftHelper(
      "expectLookUp",
      """
      /// Checks what the C library returned for a name.
      func expectLookUp(_ result: Int32, _ expected: Int32, _ what: String) throws(Failure) {
          if result == expected { return }
          throw Failure(what, result == 0 ? "it was found" : String(cString: gai_strerror(result)))
      }
      """),
    SwiftHelper(
      "lookUp",
      """
      /// getaddrinfo, whose list is freed at once.
      func lookUp(
          _ host: String?, _ service: String?, flags: Int32? = nil, family: Int32? = nil, socktype: Int32? = nil,
          protocol number: Int32? = nil
      ) -> Int32 {
          var (hints, found) = (addrinfo(), UnsafeMutablePointer<addrinfo>?.none)
          (hints.ai_flags, hints.ai_family) = (flags ?? 0, family ?? 0)
          (hints.ai_socktype, hints.ai_protocol) = (socktype ?? 0, number ?? 0)
          let result = getaddrinfo(host, service, &hints, &found)
          if result == 0 { freeaddrinfo(found) }
          return result
      }
      """),
    SwiftHelper(
      "setLimit", needs: ["int"],
      """
      /// Sets a limit of this process, as far as its hard limit allows.
      func setLimit(_ resource: __rlimit_resource, _ number: rlim_t) -> Int32 {
          var limit = rlimit()
          if getrlimit(int(resource), &limit) == -1 { return -1 }
          limit.rlim_cur = number
          return setrlimit(int(resource), &limit)
      }
      """),
    SwiftHelper(
      "sendFile",
      """
      /// Sends from a file: opens it, and closes it.
      func sendFile(_ fd: Int32, _ path: String, _ offset: Int?, _ count: Int) -> Int {
          let file = open(path, O_RDONLY)
          if file == -1 { return -1 }
          var place = offset ?? 0
          let sent = offset == nil ? sendfile(fd, file, nil, count) : sendfile(fd, file, &place, count)
          let error = errno
          close(file)
          errno = error
          return sent
      }
      """),
  ]
}
