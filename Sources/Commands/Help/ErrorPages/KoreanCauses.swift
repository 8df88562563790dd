extension CallError {
  /// The causes of the calls on sockets in Korean, by the English sentence.
  static let koreanOfCalls: [String: String] = [
    "the number is not an open descriptor": "그 번호의 디스크립터가 열려 있지 않습니다",
    "an argument points outside the program's memory": "인자가 프로그램의 메모리 밖을 가리킵니다",
    "the kernel has no memory left": "커널에 남은 메모리가 없습니다",
    "the kernel has no memory left for it": "커널에 이 일을 할 메모리가 남아 있지 않습니다",
    "the process has reached its limit of descriptors (ulimit -n)":
      "프로세스가 디스크립터의 한도에 이르렀습니다(ulimit -n)",
    "the machine has reached its limit of open files (fs.file-max)":
      "컴퓨터가 열린 파일의 한도에 이르렀습니다(fs.file-max)",
    "a signal came before there was anything to return": "반환할 것이 생기기 전에 시그널이 왔습니다",
    "the descriptor is not a socket": "디스크립터가 소켓이 아닙니다",
    "this user may not make sockets of this kind, such as ping sockets (net.ipv4.ping_group_range)":
      "이 사용자는 이 종류의 소켓을 만들 수 없습니다. 핑 소켓이 그렇습니다(net.ipv4.ping_group_range)",
    "this kernel has no such address family": "이 커널에는 그 주소 체계가 없습니다",
    "there is no such type, or no such flag in it": "그런 타입이 없거나, 타입에 그런 플래그가 없습니다",
    "the family has no such protocol of this type": "그 주소 체계의 이 타입에는 그런 프로토콜이 없습니다",
    "the family has no such type": "그 주소 체계에는 이런 타입이 없습니다",
    "sockets of this family cannot be made in pairs: AF_UNIX can":
      "이 주소 체계의 소켓은 쌍으로 만들 수 없습니다. AF_UNIX는 됩니다",
    "the family has no such protocol": "그 주소 체계에는 그런 프로토콜이 없습니다",
    "dup2 and dup3: the new number is just being opened by another call":
      "dup2와 dup3: 다른 호출이 그 번호를 막 여는 중입니다",
    "dup2 and dup3: a signal came": "dup2와 dup3: 시그널이 왔습니다",
    "dup3: a flag is unknown, or both numbers are the same": "dup3: 모르는 플래그가 있거나, 두 번호가 같습니다",
    "the second argument is not SHUT_RD, SHUT_WR or SHUT_RDWR":
      "두 번째 인자가 SHUT_RD, SHUT_WR, SHUT_RDWR 중 어느 것도 아닙니다",
    "the socket has no connection": "소켓이 연결되어 있지 않습니다",
    "a signal came; the descriptor is closed all the same": "시그널이 왔습니다. 그래도 디스크립터는 닫혔습니다",
    "what was written to a file earlier could not be stored": "앞서 파일에 쓴 것을 저장하지 못했습니다",
    "what was written to a file on NFS earlier found no space": "앞서 NFS의 파일에 쓴 것을 저장할 자리가 없었습니다",
    "what was written to a file on NFS earlier was beyond the user's share of the disk":
      "앞서 NFS의 파일에 쓴 것이 사용자에게 할당된 디스크를 넘었습니다",
    "the port is below net.ipv4.ip_unprivileged_port_start, or a directory of the path may not be searched":
      "포트가 net.ipv4.ip_unprivileged_port_start보다 작거나, 경로의 어떤 디렉터리를 탐색할 권한이 없습니다",
    "another socket has this address (perhaps in TIME_WAIT), or the kernel was to choose a port and none is free":
      "다른 소켓이 이 주소를 쓰고 있거나(TIME_WAIT일 수도 있습니다), 커널이 골라 줄 빈 포트가 없습니다",
    "this machine does not have the address": "이 컴퓨터에는 그 주소가 없습니다",
    "the socket has an address already, or the length of the address is wrong":
      "소켓에 이미 주소가 있거나, 주소의 길이가 틀렸습니다",
    "too many symbolic links lead to the path": "경로에서 거쳐야 하는 심볼릭 링크가 너무 많습니다",
    "the path is too long": "경로가 너무 깁니다",
    "a directory of the path does not exist": "경로에 있는 어떤 디렉터리가 없습니다",
    "a part of the path is not a directory": "경로의 한 부분이 디렉터리가 아닙니다",
    "the file system is read-only": "파일 시스템이 읽기 전용입니다",
    "the address is of another family than the socket": "주소와 소켓의 주소 체계가 다릅니다",
    "no interface has the number that stands after the % of a link-local address":
      "링크 로컬 주소의 % 뒤에 적은 번호를 가진 인터페이스가 없습니다",
    "another socket listens on the port already, or the kernel was to choose a port and none is free":
      "다른 소켓이 이미 그 포트에서 연결 요청을 받고 있거나, 커널이 골라 줄 빈 포트가 없습니다",
    "sockets of this type do not listen": "이 타입의 소켓은 listen을 할 수 없습니다",
    "the socket is connected already": "소켓이 이미 연결되어 있습니다",
    "the socket is non-blocking, and its accept queue is empty": "소켓이 논블로킹이고, 연결 대기열이 비어 있습니다",
    "the connection was aborted before it was accepted": "accept로 꺼내기 전에 연결이 중단되었습니다",
    "a signal came before a connection did": "연결이 오기 전에 시그널이 왔습니다",
    "the socket does not listen, or a flag is unknown": "소켓이 LISTEN이 아니거나, 모르는 플래그가 있습니다",
    "sockets of this type take no connections": "이 타입의 소켓은 연결을 받지 않습니다",
    "a firewall forbids the connection": "방화벽이 연결을 막습니다",
    "something went wrong in the protocol": "프로토콜에 문제가 생겼습니다",
    "the socket file may not be written to, the address is a broadcast address and SO_BROADCAST is off, or a route or a firewall forbids it":
      "소켓 파일에 쓸 권한이 없거나, SO_BROADCAST 없이 브로드캐스트 주소를 썼거나, 경로 설정이나 방화벽이 막습니다",
    "the address is a broadcast address and SO_BROADCAST is off, or a firewall forbids it":
      "SO_BROADCAST 없이 브로드캐스트 주소를 썼거나, 방화벽이 막습니다",
    "the local address that the connection would have is taken":
      "이 연결이 쓰게 될 자기 쪽 주소를 이미 누가 쓰고 있습니다",
    "no port is left in net.ipv4.ip_local_port_range": "net.ipv4.ip_local_port_range에 남은 포트가 없습니다",
    "the queue of a UNIX domain listener is full and the socket is non-blocking, or no port is left":
      "UNIX 도메인 소켓의 연결 대기열이 가득 찼는데 소켓이 논블로킹이거나, 남은 포트가 없습니다",
    "the handshake of an earlier connect is still going on": "앞서 부른 connect의 연결 설정이 아직 진행 중입니다",
    "nothing listens at the address": "그 주소에 LISTEN인 소켓이 없습니다",
    "the socket is non-blocking, and the handshake has begun": "소켓이 논블로킹이고, 연결 설정이 막 시작되었습니다",
    "a signal came; the handshake goes on by itself": "시그널이 왔습니다. 연결 설정은 저절로 계속됩니다",
    "no route leads to the address": "그 주소로 가는 경로가 없습니다",
    "the socket at the path is of another type": "그 경로에 있는 소켓의 타입이 다릅니다",
    "no answer came to the SYN, however often it was sent": "SYN을 여러 번 보냈지만 응답이 오지 않았습니다",
    "there is no socket file at the path": "그 경로에 소켓 파일이 없습니다",
    "a route, or a machine on the way, says that the host cannot be reached":
      "그 호스트에 닿을 수 없다고 경로 설정이나 도중의 장비가 알렸습니다",
    "a route drops what is sent to the address (blackhole)":
      "그 주소로 보내는 것은 경로 설정이 모두 버립니다(blackhole)",
    "an earlier handshake failed, and its error has been read already (SO_ERROR)":
      "앞선 연결 설정이 실패했고, 그 오류는 이미 읽어 갔습니다(SO_ERROR)",
    "an error of the new connection, passed on": "새 연결에 생긴 오류를 넘겨준 것입니다",
    "the socket file may not be written to, or the address is a broadcast address and SO_BROADCAST is off":
      "소켓 파일에 쓸 권한이 없거나, SO_BROADCAST 없이 브로드캐스트 주소를 썼습니다",
    "the send buffer is full and the call is non-blocking, or no port is left":
      "송신 버퍼가 가득 찼는데 논블로킹 호출이거나, 남은 포트가 없습니다",
    "a connect with TCP Fast Open is still going on": "TCP Fast Open으로 하는 connect가 아직 진행 중입니다",
    "the other end has sent RST": "상대방이 RST를 보냈습니다",
    "the socket has no peer, and the call gives no address": "소켓에 상대방이 없는데, 호출에 주소도 없습니다",
    "an argument is wrong, such as a control message's value": "제어 메시지의 값처럼 틀린 인자가 있습니다",
    "the socket is connected, but the call gives an address": "소켓이 연결되어 있는데, 호출에 주소를 주었습니다",
    "a datagram cannot hold that many bytes": "데이터그램 하나에 그렇게 많은 바이트를 담을 수 없습니다",
    "sockets of this type do not know one of the flags": "이 타입의 소켓이 모르는 플래그가 있습니다",
    "the connection is over, or was shut down for writing; SIGPIPE comes too unless MSG_NOSIGNAL is set":
      "연결이 끝났거나, 쓰는 방향이 shutdown되었습니다. MSG_NOSIGNAL이 없으면 SIGPIPE도 옵니다",
    "the connection was ended from outside (ss -K)": "연결을 바깥에서 끊었습니다(ss -K)",
    "the interface is down": "인터페이스가 꺼져 있습니다",
    "the other end did not acknowledge what was sent, however often it was":
      "여러 번 보냈지만 상대방이 확인 응답을 하지 않았습니다",
    "more descriptors are in flight than this user may have open":
      "전달 중인 디스크립터가 이 사용자가 열 수 있는 것보다 많습니다",
    "nothing has come and the call is non-blocking, or SO_RCVTIMEO ran out":
      "온 데이터가 없는데 논블로킹 호출이거나, SO_RCVTIMEO의 시간이 다 되었습니다",
    "nobody received what was sent before: an ICMP message said so":
      "앞서 보낸 것을 받은 소켓이 없습니다. ICMP 메시지가 그렇게 알렸습니다",
    "a signal came before data did": "데이터가 오기 전에 시그널이 왔습니다",
    "an argument is wrong, such as MSG_OOB when there is no urgent byte":
      "긴급 데이터가 없는데 MSG_OOB를 준 것처럼, 인자가 틀렸습니다",
    "nothing came from the other end: no acknowledgement, or no answer to a keep-alive probe":
      "상대방이 응답하지 않습니다. 보낸 데이터에도, 살아 있는지 묻는 것에도 답이 없었습니다",
    "the time is negative, or has a thousand million nanoseconds or more":
      "시간이 음수이거나, 나노초가 10억 이상입니다",
    "the socket is non-blocking, and its send buffer is full": "소켓이 논블로킹이고, 송신 버퍼가 가득 찼습니다",
    "the file is not open for reading, or the socket not for writing":
      "파일이 읽기용으로 열리지 않았거나, 소켓이 쓰기용이 아닙니다",
    "the descriptor that is read from is not a file that mmap can map, the other has O_APPEND, or the count is negative":
      "읽을 디스크립터가 mmap할 수 있는 파일이 아니거나, 쓸 디스크립터가 O_APPEND이거나, 개수가 음수입니다",
    "reading the file failed": "파일을 읽지 못했습니다",
    "the offset or the count is larger than the file or the socket allows":
      "오프셋이나 개수가 파일이나 소켓이 받는 것보다 큽니다",
    "an offset was given for a descriptor that cannot seek": "위치를 옮길 수 없는 디스크립터에 오프셋을 주었습니다",
    "SPLICE_F_NONBLOCK is set or a descriptor is non-blocking, and the call would have to wait":
      "SPLICE_F_NONBLOCK이거나 논블로킹 디스크립터인데, 기다려야 하는 호출입니다",
    "a descriptor is not open for the direction asked of it": "필요한 방향으로 열리지 않은 디스크립터가 있습니다",
    "neither descriptor is a pipe, both are ends of the same pipe, or the file cannot be spliced":
      "파이프가 하나도 없거나, 둘이 같은 파이프의 양 끝이거나, splice할 수 없는 파일입니다",
    "an offset was given for a pipe": "파이프에 오프셋을 주었습니다",
    "the length of the buffer is negative": "버퍼의 길이가 음수입니다",
    "the socket has no peer": "소켓에 상대방이 없습니다",
    "the value is too short, or not one that the option takes": "값이 너무 짧거나, 옵션이 받지 않는 값입니다",
    "sockets of this kind have no such option at that level": "이 종류의 소켓에는 그 레벨에 그런 옵션이 없습니다",
    "the option is about a connection, and there is none": "연결에 관한 옵션인데, 연결이 없습니다",
    "sockets of this family have no options of that level": "이 주소 체계의 소켓에는 그 레벨의 옵션이 없습니다",
    "the value is for root": "root만 줄 수 있는 값입니다",
    "the time is out of range": "시간이 범위를 벗어났습니다",
    "there is no such congestion control on this machine": "이 컴퓨터에는 그런 혼잡 제어가 없습니다",
    "IP_ADD_MEMBERSHIP: the socket is in the multicast group already":
      "IP_ADD_MEMBERSHIP: 소켓이 이미 그 멀티캐스트 그룹에 들어 있습니다",
    "IP_ADD_MEMBERSHIP: the socket is in as many groups as net.ipv4.igmp_max_memberships allows":
      "IP_ADD_MEMBERSHIP: 소켓이 이미 net.ipv4.igmp_max_memberships개의 그룹에 들어 있습니다",
    "IP_ADD_MEMBERSHIP: no interface is named, and no route leads to the group":
      "IP_ADD_MEMBERSHIP: 인터페이스를 지정하지 않았고, 그 그룹으로 가는 경로도 없습니다",
  ]
}
