import Runner
import Support
import Testing

/// Lines that meet a call in the background: each time they are played the same comes of them.
@Suite(.waits) struct BackgroundRaceTests {
  /// The call that waits gets what the next line sends, and not what the line after that sends; it can be collected
  /// twice, and what came later is there for the next call.
  @Test(arguments: [true, false]) func whatWasSentTwiceIsReceivedTwice(_ wantsChanges: Bool) {
    for _ in 0..<8 {
      let play = Play(timeout: 5000, wantsChanges: wantsChanges)
      let verdict = play.file(
        #"""
        socket srv tcp                     = fd   [srv CLOSED]
        bind srv 127.0.0.1:0               = 0    [srv BOUND]
        listen srv 1                       = 0    [srv LISTEN]
        socket s tcp                       = fd   [s CLOSED]
        connect s {srv}                    = 0    [s ESTABLISHED]
        accept srv c                       = fd   [c ESTABLISHED]
        recv s 64 &                        = blocks
        sendmsg c fill:10 "안녕"           = 16
        send c "a\r\nb" MSG_NOSIGNAL       = 4
        recv c 64 MSG_DONTWAIT             = -1 EAGAIN
        wait s                             = 16 "xxxxxxxxxx안녕"
        cancel s                           = 16 "xxxxxxxxxx안녕"
        recv s                             = 4 "a\r\nb"
        close s                            = 0    [c CLOSE_WAIT]
        recvall c 5 &                      = 0 EOF
        wait c                             = 0 EOF
        cancel c                           = 0 EOF
        """#)
      #expect(verdict == .held, "\(play.witness.steps.compactMap { $0.failure.map { "\($0.kind)" } })")
    }
  }

  /// A close in the background of everything else: what is read and what is lost does not depend on who comes first.
  @Test(arguments: [true, false]) func aCallThatWaitsIsAtTheEndOfWhatWasClosed(_ wantsChanges: Bool) {
    for _ in 0..<8 {
      let play = Play(timeout: 5000, wantsChanges: wantsChanges)
      let verdict = play.file(
        """
        socket l unix                      = fd   [l UNCONN]
        bind l unix:                       = 0    [l BOUND]
        listen l 1                         = 0    [l LISTEN]
        socket s unix                      = fd   [s UNCONN]
        connect s {l}                      = 0    [s ESTABLISHED]
        accept l c                         = fd   [c ESTABLISHED]
        send s "r1" MSG_DONTWAIT           = 2
        recv s 10 MSG_DONTWAIT             = -1 EAGAIN
        shutdown c rd                      = 0
        recv s 64 &                        = blocks
        close l                            = 0    [l CLOSED]
        shutdown c wr                      = 0
        connect c unspec                   = -1 EINVAL
        close c                            = 0    [c CLOSED]
        socketpair x y unix                = 0
        send x fill:3M &                   = blocks
        cancel x                           = 1..3145728
        cancel s                           = 0 EOF
        """)
      #expect(verdict == .held, "\(play.witness.steps.compactMap { $0.failure.map { "\($0.kind)" } })")
    }
  }
}
