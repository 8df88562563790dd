extension CallError {
  /// The causes of the sockets of a family in Korean, by the English sentence.
  static let koreanOfFamilies: [String: String] = [
    "a broadcast without SO_BROADCAST, a route that prohibits it, or a firewall":
      "SO_BROADCAST 없이 브로드캐스트했거나, 경로 설정이 금지하거나(prohibit), 방화벽이 막습니다",
    "the address is taken": "주소를 이미 누가 쓰고 있습니다",
    "no interface has the address that was named": "그 주소를 가진 인터페이스가 없습니다",
    "the call would have to wait, and the socket is non-blocking": "기다려야 하는 호출인데, 소켓이 논블로킹입니다",
    "a connect is still going on": "connect가 아직 진행 중입니다",
    "the connection was closed while it was being accepted": "accept가 꺼내는 사이에 연결이 닫혔습니다",
    "no route leads there, or a machine on the way says so (ICMP)":
      "그곳으로 가는 경로가 없거나, 도중의 장비가 그렇게 알렸습니다(ICMP)",
    "an argument is wrong, or the destination is a route that drops all packets":
      "인자가 틀렸거나, 목적지로 가는 것은 경로 설정이 모두 버립니다",
    "the datagram is larger than the MTU of the path, and may not be fragmented":
      "데이터그램이 경로의 MTU보다 큰데, 나누어 보낼 수 없습니다",
    "there is not enough memory, often because of the limits of the socket's buffer":
      "메모리가 모자랍니다. 흔히 소켓 버퍼의 한도 때문입니다",
    "no packet has come that SIOCGSTAMP could tell the time of":
      "SIOCGSTAMP로 시각을 알아낼 패킷이 아직 오지 않았습니다",
    "a part of the kernel is not there": "커널에 그 부분이 없습니다",
    "the option does not exist or does not suit the socket": "그런 옵션이 없거나, 이 소켓에 맞지 않습니다",
    "the option or the flag does not suit the socket": "옵션이나 플래그가 이 소켓에 맞지 않습니다",
    "this user may not set a high priority, change the configuration, or signal the process":
      "이 사용자에게는 높은 우선순위를 주거나, 설정을 바꾸거나, 그 프로세스에 시그널을 보낼 권한이 없습니다",
    "the connection was closed, or shut down for writing": "연결이 닫혔거나, 쓰는 방향이 shutdown되었습니다",
    "the scope of the link-local address is not the number of an interface":
      "링크 로컬 주소의 스코프가 어느 인터페이스의 번호도 아닙니다",
    "the family of the address is another than AF_INET": "주소 체계가 AF_INET이 아닌 주소입니다",
    "the other end closed the connection, or this end was shut down":
      "상대방이 연결을 닫았거나, 이쪽이 shutdown했습니다",
    "nobody received a datagram at the address, perhaps one that was sent before":
      "그 주소에서 데이터그램을 받은 소켓이 없습니다. 앞서 보낸 것일 수도 있습니다",
    "the name is taken, or there is a file at the path": "이름을 이미 누가 쓰고 있거나, 그 경로에 파일이 있습니다",
    "SCM_RIGHTS names a number that is not an open descriptor":
      "SCM_RIGHTS에 적은 번호의 디스크립터가 열려 있지 않습니다",
    "the socket at the address does not listen, or the file is not a socket":
      "그 주소의 소켓이 LISTEN이 아니거나, 파일이 소켓이 아닙니다",
    "the other end was closed unexpectedly": "상대방이 갑자기 닫혔습니다",
    "an address points outside the program's memory": "주소가 프로그램의 메모리 밖을 가리킵니다",
    "an argument is wrong; often the family of the address is not AF_UNIX":
      "인자가 틀렸습니다. 흔히 주소 체계가 AF_UNIX가 아닌 주소입니다",
    "the socket is connected already, or an address is given for one that is":
      "소켓이 이미 연결되어 있거나, 연결된 소켓에 주소를 주었습니다",
    "the machine has reached its limit of open files": "컴퓨터가 열린 파일의 한도에 이르렀습니다",
    "there is no file at the path": "그 경로에 파일이 없습니다",
    "there is not enough memory": "메모리가 모자랍니다",
    "an address is needed, and the socket has no connection": "주소가 필요합니다. 소켓이 연결되어 있지 않습니다",
    "a call for streams was made on another type, or MSG_OOB was asked for":
      "스트림에만 쓰는 호출을 다른 타입에 썼거나, MSG_OOB를 요구했습니다",
    "SCM_CREDENTIALS names others, and this process may not do that":
      "SCM_CREDENTIALS에 남의 것을 적었는데, 이 프로세스에는 그럴 권한이 없습니다",
    "the other end of the stream was closed, or shut down for reading":
      "스트림의 상대방이 닫혔거나, 상대방의 읽는 방향이 shutdown되었습니다",
    "the protocol is not AF_UNIX": "프로토콜이 AF_UNIX가 아닙니다",
    "the socket at the address is of another type": "그 주소에 있는 소켓의 타입이 다릅니다",
    "there is no such type": "그런 타입이 없습니다",
    "SCM_CREDENTIALS names a process that does not exist": "SCM_CREDENTIALS에 적은 프로세스가 없습니다",
    "the address of the multicast group is unknown": "모르는 멀티캐스트 그룹의 주소입니다",
    "an argument is wrong": "인자가 틀렸습니다",
    "the packet is larger than the interface's MTU": "패킷이 인터페이스의 MTU보다 큽니다",
    "the interface is not up": "인터페이스가 켜져 있지 않습니다",
    "there is no interface with that name or number": "그런 이름이나 번호의 인터페이스가 없습니다",
    "no packet has come": "온 패킷이 없습니다",
    "no interface is named": "인터페이스를 지정하지 않았습니다",
    "the number of the interface is not valid": "인터페이스의 번호가 틀렸습니다",
    "this process may not do that: it needs CAP_NET_RAW":
      "이 프로세스에는 그럴 권한이 없습니다. CAP_NET_RAW가 필요합니다",
    "a broadcast without SO_BROADCAST": "SO_BROADCAST 없이 브로드캐스트했습니다",
    "the packet is larger than the MTU of the path, or than 64 KB": "패킷이 경로의 MTU나 64 KB보다 큽니다",
    "a flag does not suit the socket, such as MSG_OOB": "MSG_OOB처럼 이 소켓에 맞지 않는 플래그가 있습니다",
    "an ICMP message came that reports a wrong parameter": "매개변수가 틀렸다고 알리는 ICMP 메시지가 왔습니다",
    "the receive buffer was full, and messages of the kernel were lost":
      "수신 버퍼가 가득 차서 커널의 메시지를 잃어버렸습니다",
    "this process may not send to this group or process: it needs CAP_NET_ADMIN":
      "이 프로세스에는 그 그룹이나 프로세스에 보낼 권한이 없습니다. CAP_NET_ADMIN이 필요합니다",
    "nobody has that port": "그 포트를 가진 소켓이 없습니다",
    "the group or the port is taken": "그룹이나 포트를 이미 누가 쓰고 있습니다",
    "an argument is wrong, or the socket has another port already":
      "인자가 틀렸거나, 소켓에 이미 다른 포트가 있습니다",
    "another socket has the port": "다른 소켓이 그 포트를 쓰고 있습니다",
  ]
}
