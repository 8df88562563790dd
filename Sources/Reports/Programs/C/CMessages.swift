import Sockets

// Messages, and lists of buffers.
extension CArguments {
  // MARK: Buffers

  mutating func pass(_ buffers: [[UInt8]]) { list += vectors(of: buffers) }

  mutating func receive(_ lengths: [Int]) { list += vectors(for: lengths) }

  /// An array of struct iovec with `buffers`, and its length.
  private mutating func vectors(of buffers: [[UInt8]]) -> [String] {
    if buffers.isEmpty { return ["NULL", "0"] }
    let items = buffers.map { "{\(data($0)), \($0.count)}" }
    return ["(struct iovec[]){\(items.joined(separator: ", "))}", "\(buffers.count)"]
  }

  /// One whose buffers follow one another in the program's only buffer.
  /// - Parameter start: Where the first of them begins.
  private mutating func vectors(for lengths: [Int], from start: Int = 0) -> [String] {
    if lengths.isEmpty { return ["NULL", "0"] }
    var (items, end) = ([String](), start)
    for length in lengths {
      items.append("{\(buffer)\(end == 0 ? "" : " + \(end)"), \(length)}")
      end += length
    }
    locals.insert(.buffer(end))
    return ["(struct iovec[]){\(items.joined(separator: ", "))}", "\(lengths.count)"]
  }

  // MARK: Messages

  mutating func pass(_ messages: [Message], isOne: Bool) {
    if isOne, let message = messages.first {
      write(message, to: "message")
      return use(.message)
    }
    for (index, message) in messages.enumerated() {
      write(message, to: "messages[\(index)].msg_hdr")
    }
    use(.messages(messages.count))
  }

  private mutating func write(_ message: Message, to name: String) {
    var members: [String] = []
    if let address = message.address {
      let (name, length) = source(address)
      members.append(".msg_name = &\(name), .msg_namelen = \(length)")
    }
    members.append(Self.members(vectors(of: message.buffers)))
    if !message.control.isEmpty {
      locals.insert(.control)
      members.append(".msg_control = control")
    }
    assign(members, to: name)
    for control in message.control { add(control, to: name) }
  }

  private static func members(_ vectors: [String]) -> String {
    zip(["msg_iov", "msg_iovlen"], vectors).map { ".\($0) = \($1)" }.joined(separator: ", ")
  }

  /// Gives `name`, a struct msghdr, these members.
  private mutating func assign(_ members: [String], to name: String) {
    before.append("\(name) = (struct msghdr){")
    before += members.dropLast().map { "    \($0)," } + ["    \(members.last ?? "0")};"]
  }

  private mutating func add(_ control: ControlMessage, to name: String) {
    helpers.insert("add_control")
    let level = ControlKind.symbol(level: control.level)
    let (value, size) = controlValue(control)
    before.append("add_control(&\(name), \(level), \(control.symbol), \(value), \(size));")
  }

  /// The data of a control message, and how many bytes they are.
  private func controlValue(_ control: ControlMessage) -> (value: String, size: String) {
    let descriptors = control.descriptors
    if !descriptors.isEmpty, descriptors.count * 4 == control.bytes.count {
      let list = descriptors.map(variable).joined(separator: ", ")
      return ("(int[]){\(list)}", descriptors.count == 1 ? "sizeof(int)" : "\(descriptors.count) * sizeof(int)")
    }
    if control.isOwnCredentials { return ("&(struct ucred){getpid(), getuid(), getgid()}", "sizeof(struct ucred)") }
    if control.bytes.count == 4, let number = control.number { return ("&(int){\(number)}", "sizeof(int)") }
    return (CLiteral.string(control.bytes, indentation: indentation), "\(control.bytes.count)")
  }

  mutating func receive(_ room: MessageBuffer) {
    assign(members(room, from: 0), to: "message")
    locals.insert(.sender)
    use(.message)
  }

  mutating func receive(_ room: MessageBuffer, _ count: Int) {
    for index in 0..<count {
      assign(members(room, from: index * room.count), to: "messages[\(index)].msg_hdr")
    }
    locals.insert(.sender)
    use(.messages(count))
  }

  private mutating func members(_ room: MessageBuffer, from start: Int) -> [String] {
    var members = [".msg_name = &sender, .msg_namelen = sizeof(sender)"]
    members.append(Self.members(vectors(for: room.lengths, from: start)))
    if room.control > 0 {
      locals.insert(.control)
      members.append(".msg_control = control, .msg_controllen = \(room.control)")
    }
    return members
  }
}

extension Argument {
  /// Whether it is one message.
  var isMessage: Bool { if case .message = self { true } else { false } }
}

extension CHelper {
  static let messages = [
    CHelper(
      "add_control", ["string.h", "sys/socket.h"],
      """
      /* Adds a control message to those of a message: its header and, after it, its data. */
      static void add_control(struct msghdr *message, int level, int type, const void *data, size_t length)
      {
          struct cmsghdr *item = (struct cmsghdr *)((char *)message->msg_control + message->msg_controllen);
          item->cmsg_level = level;
          item->cmsg_type = type;
          item->cmsg_len = CMSG_LEN(length);
          memcpy(CMSG_DATA(item), data, length);
          message->msg_controllen += CMSG_SPACE(length);
      }
      """),
    CHelper(
      "passed", ["string.h", "sys/socket.h"], needs: ["wrong"],
      """
      /* The descriptor with this number, counted from 0, among those that came with a message. */
      static int passed(struct msghdr *message, size_t number)
      {
          struct cmsghdr *item = CMSG_FIRSTHDR(message);
          for (; item != NULL; item = CMSG_NXTHDR(message, item)) {
              size_t count = (item->cmsg_len - CMSG_LEN(0)) / sizeof(int);
              if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SCM_RIGHTS)
                  continue;
              if (number < count) {
                  int fd;
                  memcpy(&fd, CMSG_DATA(item) + number * sizeof(int), sizeof(fd));
                  return fd;
              }
              number -= count;
          }
          wrong("recvmsg", "a descriptor");
          return -1;
      }
      """),
  ]
}
