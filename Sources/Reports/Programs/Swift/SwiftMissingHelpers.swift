// Functions that the C library has, and Swift's module Glibc has not.
extension SwiftHelper {
  static let missing =
    [
      SwiftHelper(
        "function",
        """
        /// A function of the C library that the module Glibc does not have.
        func function<Function>(_ name: String, as type: Function.Type) -> Function {
            guard let place = dlsym(nil, name) else { fatalError("the C library has no \\(name)") }
            return unsafeBitCast(place, to: type)
        }
        """),
      SwiftHelper(
        "accept4", needs: ["function"],
        """
        func accept4(
            _ fd: Int32, _ address: UnsafeMutablePointer<sockaddr>?, _ length: UnsafeMutablePointer<socklen_t>?,
            _ flags: Int32
        ) -> Int32 {
            typealias Accept4 = @convention(c) (
                Int32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int32
            ) -> Int32
            return function("accept4", as: Accept4.self)(fd, address, length, flags)
        }
        """),
      SwiftHelper(
        "EpollEvents",
        """
        /// What epoll looks for, as <sys/epoll.h> numbers it.
        struct EpollEvents: OptionSet {
            let rawValue: UInt32

            static let epollin = EpollEvents(rawValue: 0x001), epollpri = EpollEvents(rawValue: 0x002)
            static let epollout = EpollEvents(rawValue: 0x004), epollerr = EpollEvents(rawValue: 0x008)
            static let epollhup = EpollEvents(rawValue: 0x010), epollrdnorm = EpollEvents(rawValue: 0x040)
            static let epollrdband = EpollEvents(rawValue: 0x080), epollwrnorm = EpollEvents(rawValue: 0x100)
            static let epollwrband = EpollEvents(rawValue: 0x200), epollmsg = EpollEvents(rawValue: 0x400)
            static let epollrdhup = EpollEvents(rawValue: 0x2000), epollexclusive = EpollEvents(rawValue: 1 << 28)
            static let epollwakeup = EpollEvents(rawValue: 1 << 29), epolloneshot = EpollEvents(rawValue: 1 << 30)
            static let epollet = EpollEvents(rawValue: 1 << 31)

            /// The struct epoll_event with these events and a descriptor, which is packed on x86-64.
            func bytes(_ fd: Int32) -> [UInt8] {
                #if arch(x86_64)
                    let gap = 0
                #else
                    let gap = 4
                #endif
                let data = withUnsafeBytes(of: (rawValue, fd)) { Array($0) }
                return data.prefix(4) + Array(repeating: 0, count: gap) + data.suffix(4) + [0, 0, 0, 0]
            }
        }
        """),
      SwiftHelper(
        "epoll_create1", needs: ["function"],
        """
        let EPOLL_CLOEXEC = O_CLOEXEC

        func epoll_create1(_ flags: Int32) -> Int32 {
            function("epoll_create1", as: (@convention(c) (Int32) -> Int32).self)(flags)
        }
        """),
      SwiftHelper(
        "epoll_create", needs: ["function"],
        """
        func epoll_create(_ size: Int32) -> Int32 {
            function("epoll_create", as: (@convention(c) (Int32) -> Int32).self)(size)
        }
        """),
      SwiftHelper(
        "epoll_ctl", needs: ["function", "EpollEvents"],
        """
        let EPOLL_CTL_ADD: Int32 = 1, EPOLL_CTL_DEL: Int32 = 2, EPOLL_CTL_MOD: Int32 = 3

        func epoll_ctl(_ epoll: Int32, _ operation: Int32, _ fd: Int32, _ event: [UInt8]?) -> Int32 {
            typealias Control = @convention(c) (Int32, Int32, Int32, UnsafeRawPointer?) -> Int32
            let call = function("epoll_ctl", as: Control.self)
            guard let event else { return call(epoll, operation, fd, nil) }
            return event.withUnsafeBytes { call(epoll, operation, fd, $0.baseAddress) }
        }

        func epoll_ctl(
            _ epoll: Int32, _ operation: Int32, _ fd: Int32, _ events: EpollEvents, _ watched: Int32
        ) -> Int32 {
            epoll_ctl(epoll, operation, fd, events.bytes(watched))
        }
        """),
      SwiftHelper(
        "epoll_wait", needs: ["function"],
        """
        func epoll_wait(_ epoll: Int32, _ count: Int32, _ milliseconds: Int32) -> Int32 {
            typealias Wait = @convention(c) (Int32, UnsafeMutableRawPointer?, Int32, Int32) -> Int32
            var room = [UInt8](repeating: 0, count: 16 * Int(max(count, 1)))
            return room.withUnsafeMutableBytes {
                function("epoll_wait", as: Wait.self)(epoll, $0.baseAddress, count, milliseconds)
            }
        }
        """),
      SwiftHelper(
        "SPLICE_F",
        """
        let SPLICE_F_MOVE: UInt32 = 1, SPLICE_F_NONBLOCK: UInt32 = 2, SPLICE_F_MORE: UInt32 = 4, SPLICE_F_GIFT: UInt32 = 8
        """),
      SwiftHelper(
        "splice", needs: ["function", "SPLICE_F"],
        """
        func splice(
            _ source: Int32, _ sourceOffset: Int64?, _ target: Int32, _ targetOffset: Int64?, _ count: Int, _ flags: UInt32
        ) -> Int {
            typealias Splice = @convention(c) (
                Int32, UnsafeMutablePointer<Int64>?, Int32, UnsafeMutablePointer<Int64>?, Int, UInt32
            ) -> Int
            func pass(_ offset: inout [Int64], _ call: (UnsafeMutablePointer<Int64>?) -> Int) -> Int {
                offset.isEmpty ? call(nil) : offset.withUnsafeMutableBufferPointer { call($0.baseAddress) }
            }
            var (from, to) = ([sourceOffset].compactMap(\\.self), [targetOffset].compactMap(\\.self))
            return pass(&from) { from in
                pass(&to) { function("splice", as: Splice.self)(source, from, target, $0, count, flags) }
            }
        }
        """),
      SwiftHelper(
        "tee", needs: ["function", "SPLICE_F"],
        """
        func tee(_ source: Int32, _ target: Int32, _ count: Int, _ flags: UInt32) -> Int {
            function("tee", as: (@convention(c) (Int32, Int32, Int, UInt32) -> Int).self)(source, target, count, flags)
        }
        """),
      SwiftHelper(
        "memfd_create", needs: ["function"],
        """
        let MFD_CLOEXEC: UInt32 = 1, MFD_ALLOW_SEALING: UInt32 = 2, MFD_HUGETLB: UInt32 = 4

        func memfd_create(_ name: String, _ flags: UInt32) -> Int32 {
            typealias Create = @convention(c) (UnsafePointer<CChar>?, UInt32) -> Int32
            return name.withCString { function("memfd_create", as: Create.self)($0, flags) }
        }
        """),
      SwiftHelper(
        "eventfd", needs: ["function"],
        """
        let EFD_CLOEXEC = O_CLOEXEC, EFD_NONBLOCK = O_NONBLOCK, EFD_SEMAPHORE: Int32 = 1

        func eventfd(_ count: UInt32, _ flags: Int32) -> Int32 {
            function("eventfd", as: (@convention(c) (UInt32, Int32) -> Int32).self)(count, flags)
        }
        """),
    ]

  static let furtherAddresses = [
    SwiftHelper(
      "netlink", needs: ["Address"],
      """
      /// An address of netlink(7): family, a port, and groups.
      func netlink(_ port: UInt32, groups: UInt32) -> Address {
          Address(bytes: withUnsafeBytes(of: (UInt16(AF_NETLINK), UInt16(0), port, groups)) { Array($0) })
      }
      """),
    SwiftHelper(
      "link", needs: ["Address"],
      """
      /// An address of packet(7): family, protocol, interface, and a hardware address.
      func link(_ interface: Int32, type: UInt16, _ address: [UInt8]) -> Address {
          let head = withUnsafeBytes(of: (UInt16(AF_PACKET), type.bigEndian, interface)) { Array($0) }
          let tail = address + Array(repeating: 0, count: 8 - address.count)
          return Address(bytes: head + [0, 0, 0, UInt8(address.count)] + tail)
      }
      """),
  ]
}
