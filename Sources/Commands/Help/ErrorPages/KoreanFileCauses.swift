extension CallError {
  /// The causes of files, of other descriptors, of waiting for them and of looking names up in Korean, by the English sentence.
  static let koreanOfDescriptors: [String: String] = [
    "the kernel could not mount its file system for files without a name":
      "이름 없는 파일을 위한 파일 시스템을 커널이 마운트하지 못했습니다",
    "a directory of the path may not be searched, or the file may not be read":
      "경로의 어떤 디렉터리를 탐색할 권한이 없거나, 파일을 읽을 권한이 없습니다",
    "O_NONBLOCK: another process has a lease on the file":
      "O_NONBLOCK: 다른 프로세스가 그 파일에 리스(lease)를 걸어 두었습니다",
    "openat: the descriptor of the directory is not open": "openat: 디렉터리의 디스크립터가 열려 있지 않습니다",
    "O_EXCL: a block device is in use": "O_EXCL: 블록 장치가 사용 중입니다",
    "O_CREAT: the user's share of the disk is used up": "O_CREAT: 사용자에게 할당된 디스크를 다 썼습니다",
    "O_CREAT and O_EXCL: the file is there": "O_CREAT와 O_EXCL: 파일이 이미 있습니다",
    "as EOVERFLOW, of old kernels": "EOVERFLOW와 같으며, 오래된 커널이 냅니다",
    "a signal came while it waited, such as for the other end of a named pipe":
      "이름 있는 파이프의 상대를 기다리는 것처럼, 기다리는 동안 시그널이 왔습니다",
    "a flag is wrong": "플래그가 틀렸습니다",
    "a directory was to be written to": "디렉터리에 쓰려고 했습니다",
    "there are too many symbolic links, or O_NOFOLLOW was given and the file is one":
      "심볼릭 링크가 너무 많거나, O_NOFOLLOW를 주었는데 파일이 심볼릭 링크입니다",
    "the path, or a part of it, is too long": "경로나 그 한 부분이 너무 깁니다",
    "the path is a device file, and there is no such device": "경로는 장치 파일인데, 그런 장치가 없습니다",
    "there is no such file, or no such directory on the way to it":
      "그런 파일이 없거나, 거기까지 가는 디렉터리가 없습니다",
    "O_CREAT: the disk is full": "O_CREAT: 디스크가 가득 찼습니다",
    "a part of the path before the last is not a directory, or O_DIRECTORY was given and the file is none":
      "경로에서 마지막이 아닌 부분이 디렉터리가 아니거나, O_DIRECTORY를 주었는데 디렉터리가 아닙니다",
    "the path is that of a UNIX domain socket, or of a device that is not there":
      "경로가 UNIX 도메인 소켓이거나, 없는 장치의 파일입니다",
    "O_TMPFILE: the file system has no such files": "O_TMPFILE: 이 파일 시스템에는 그런 파일이 없습니다",
    "a program of 32 bits opened a file that is too large for it":
      "32비트 프로그램이 자기에게 너무 큰 파일을 열었습니다",
    "O_NOATIME, and the file is another user's; or a seal forbids it":
      "O_NOATIME인데 다른 사용자의 파일이거나, 봉인(seal)이 막습니다",
    "a file of a file system that is read-only was to be written to":
      "읽기 전용 파일 시스템의 파일에 쓰려고 했습니다",
    "a program that runs was to be written to": "실행 중인 프로그램의 파일에 쓰려고 했습니다",
    "a flag is wrong, or the name is longer than 249 bytes": "플래그가 틀렸거나, 이름이 249바이트보다 깁니다",
    "MFD_HUGETLB: this user may not lock memory": "MFD_HUGETLB: 이 사용자는 메모리를 잠글 수 없습니다",
    "timerfd_settime: the number is not an open descriptor":
      "timerfd_settime: 그 번호의 디스크립터가 열려 있지 않습니다",
    "timerfd_settime: the clock of the machine was set": "timerfd_settime: 컴퓨터의 시계가 바뀌었습니다",
    "the clock or a flag is wrong": "시계나 플래그가 틀렸습니다",
    "the clock is one that wakes the machine, and this user may not":
      "컴퓨터를 깨우는 시계인데, 이 사용자에게는 그럴 권한이 없습니다",
    "a flag is wrong, or the descriptor is not of a signalfd": "플래그가 틀렸거나, signalfd의 디스크립터가 아닙니다",
    "the number of the process is 0, or a flag is wrong": "프로세스 번호가 0이거나, 플래그가 틀렸습니다",
    "there is no such process": "그런 프로세스가 없습니다",
    "preadv2 and pwritev2: a flag is unknown": "preadv2와 pwritev2: 모르는 플래그가 있습니다",
    "the device failed, or it is the terminal and the process is in the background":
      "장치가 고장 났거나, 그것이 터미널인데 프로세스가 백그라운드에 있습니다",
    "the descriptor is non-blocking, and there is nothing to read": "디스크립터가 논블로킹이고, 읽을 것이 없습니다",
    "the descriptor is not open, or not for reading": "디스크립터가 열려 있지 않거나, 읽기용이 아닙니다",
    "the descriptor cannot be read from, or less was asked for than it returns at once (eventfd and timerfd: 8 bytes, signalfd: 128); readv: there are more buffers than IOV_MAX, or they hold too much":
      "읽을 수 없는 디스크립터이거나, 한 번에 돌려주는 것보다 적게 달라고 했습니다(eventfd와 timerfd는 8바이트, signalfd는 128바이트). readv에서는 버퍼가 IOV_MAX개보다 많거나 너무 큽니다",
    "nothing came from the other end of the connection": "연결의 상대방이 응답하지 않습니다",
    "the descriptor is a directory": "디스크립터가 디렉터리입니다",
    "the descriptor is non-blocking, and there is no room": "디스크립터가 논블로킹이고, 빈자리가 없습니다",
    "the descriptor is not open, or not for writing": "디스크립터가 열려 있지 않거나, 쓰기용이 아닙니다",
    "the datagram socket has no peer": "데이터그램 소켓에 상대방이 없습니다",
    "the file would be beyond the user's share of the disk": "파일이 사용자에게 할당된 디스크를 넘게 됩니다",
    "the file would be too long": "파일이 너무 길어집니다",
    "a signal came before anything was written": "무엇이든 쓰기 전에 시그널이 왔습니다",
    "the descriptor cannot be written to, or is an eventfd, which takes a number of 8 bytes below 2^64-1; writev: there are more buffers than IOV_MAX, or they hold too much":
      "쓸 수 없는 디스크립터이거나, 2^64-1보다 작은 8바이트 수만 받는 eventfd입니다. writev에서는 버퍼가 IOV_MAX개보다 많거나 너무 큽니다",
    "the device of the file has no room left": "파일이 있는 장치에 남은 자리가 없습니다",
    "a seal on the file forbids it": "파일의 봉인(seal)이 막습니다",
    "nobody reads from the pipe or the socket any more; SIGPIPE comes too":
      "이제 파이프나 소켓에서 읽는 쪽이 없습니다. SIGPIPE도 옵니다",
    "a descriptor is not a pipe, or both are ends of the same pipe":
      "파이프가 아닌 디스크립터가 있거나, 둘이 같은 파이프의 양 끝입니다",
    "pipe2: a flag is unknown": "pipe2: 모르는 플래그가 있습니다",
    "the machine has reached its limit of open files (fs.file-max), or the user that of pages in pipes":
      "컴퓨터가 열린 파일의 한도(fs.file-max)에, 또는 사용자가 파이프 메모리의 한도에 이르렀습니다",
    "pipe2: this kernel was built without notifications through pipes":
      "pipe2: 이 커널은 파이프로 알리는 기능 없이 만들어졌습니다",
    "another process has locked the file": "다른 프로세스가 파일을 잠갔습니다",
    "the descriptor is not open, not in the way that the command needs, or the command is for pipes":
      "디스크립터가 열려 있지 않거나, 명령에 필요한 방식으로 열리지 않았거나, 파이프에 쓰는 명령입니다",
    "F_SETPIPE_SZ: the pipe holds more than it would have room for":
      "F_SETPIPE_SZ: 줄인 크기보다 많은 데이터가 파이프에 들어 있습니다",
    "F_SETLKW: processes would wait for each other's locks": "F_SETLKW: 프로세스들이 서로의 잠금을 기다리게 됩니다",
    "a signal came before the lock was granted": "잠금을 얻기 전에 시그널이 왔습니다",
    "the command is unknown, or its value is wrong": "모르는 명령이거나, 값이 틀렸습니다",
    "F_DUPFD: the process has reached its limit of descriptors (ulimit -n)":
      "F_DUPFD: 프로세스가 디스크립터의 한도에 이르렀습니다(ulimit -n)",
    "there are too many locks, or the lock server of NFS failed":
      "잠금이 너무 많거나, NFS의 잠금 서버에 문제가 있습니다",
    "F_NOTIFY: the descriptor is not a directory": "F_NOTIFY: 디스크립터가 디렉터리가 아닙니다",
    "the value is for root or a seal forbids it, such as a pipe beyond fs.pipe-max-size":
      "root만 줄 수 있는 값이거나 봉인(seal)이 막습니다. fs.pipe-max-size보다 큰 파이프가 그렇습니다",
    "the descriptor is not a socket; Linux says ENOTTY": "디스크립터가 소켓이 아닙니다. Linux는 ENOTTY를 냅니다",
    "the descriptor is not a socket, or its sockets know no urgent data":
      "디스크립터가 소켓이 아니거나, 긴급 데이터가 없는 종류의 소켓입니다",
    "a signal came before anything was ready": "준비된 것이 생기기 전에 시그널이 왔습니다",
    "there are more descriptors than RLIMIT_NOFILE, or ppoll's time is negative":
      "디스크립터가 RLIMIT_NOFILE보다 많거나, ppoll의 시간이 음수입니다",
    "a number in one of the sets is not an open descriptor": "집합에 열려 있지 않은 디스크립터의 번호가 있습니다",
    "the highest number is negative or beyond RLIMIT_NOFILE, or the time is wrong":
      "가장 큰 번호가 음수이거나 RLIMIT_NOFILE을 넘거나, 시간이 틀렸습니다",
    "the size is not positive, or a flag is unknown": "크기가 양수가 아니거나, 모르는 플래그가 있습니다",
    "the process has reached its limit of descriptors, or the user that of epoll instances":
      "프로세스가 디스크립터의 한도에, 또는 사용자가 epoll 인스턴스의 한도에 이르렀습니다",
    "one of the numbers is not an open descriptor": "열려 있지 않은 디스크립터의 번호가 있습니다",
    "EPOLL_CTL_ADD: the descriptor is in the set already": "EPOLL_CTL_ADD: 디스크립터가 이미 집합에 있습니다",
    "the first descriptor is not an epoll instance, is also the second one, or EPOLLEXCLUSIVE is used where it may not be":
      "첫 디스크립터가 epoll 인스턴스가 아니거나 둘째와 같거나, EPOLLEXCLUSIVE를 쓸 수 없는 곳에 썼습니다",
    "epoll instances would watch each other in a circle, or too deeply":
      "epoll 인스턴스들이 빙 돌아 서로를 지켜보게 되거나, 너무 깊이 겹칩니다",
    "EPOLL_CTL_MOD or EPOLL_CTL_DEL: the descriptor is not in the set":
      "EPOLL_CTL_MOD나 EPOLL_CTL_DEL: 디스크립터가 집합에 없습니다",
    "the user watches as many descriptors as fs.epoll.max_user_watches allows":
      "사용자가 지켜보는 디스크립터가 이미 fs.epoll.max_user_watches개입니다",
    "the descriptor cannot be waited for: a plain file or a directory":
      "일반 파일이나 디렉터리라서 기다릴 수 없는 디스크립터입니다",
    "a signal came before an event did, and before the time was up":
      "이벤트도 오지 않고 시간도 다 되기 전에 시그널이 왔습니다",
    "the descriptor is not an epoll instance, or maxevents is not positive":
      "디스크립터가 epoll 인스턴스가 아니거나, maxevents가 양수가 아닙니다",
    "the request or its argument is wrong, such as SIOCINQ on a listener":
      "LISTEN인 소켓에 SIOCINQ를 쓴 것처럼, 요청이나 그 인자가 틀렸습니다",
    "the descriptor is of a kind that knows no such request": "이 종류의 디스크립터는 그런 요청을 모릅니다",
    "SIOCGSTAMP: no packet has come whose time could be told":
      "SIOCGSTAMP: 시각을 알려 줄 패킷이 아직 오지 않았습니다",
    "the name server gives no answer at the moment": "네임 서버가 지금은 답하지 않습니다",
    "the name server says that it cannot answer": "네임 서버가 답할 수 없다고 합니다",
    "there is no memory left": "남은 메모리가 없습니다",
    "a system call failed, and errno says why": "시스템 호출이 실패했고, 이유는 errno에 있습니다",
    "the host has no address of the family": "호스트에 그 주소 체계의 주소가 없습니다",
    "a flag is unknown": "모르는 플래그가 있습니다",
    "the family is not supported": "지원하지 않는 주소 체계입니다",
    "the host is known, and has no address": "아는 호스트이지만 주소가 없습니다",
    "the host or the service is not known, or neither is named":
      "모르는 호스트나 서비스이거나, 둘 다 적지 않았습니다",
    "sockets of this type have no such service": "이 타입의 소켓에는 그런 서비스가 없습니다",
    "the type is not supported, or is not the protocol's": "지원하지 않는 타입이거나, 그 프로토콜의 타입이 아닙니다",
    "the family of the address is not supported, or its length is wrong":
      "지원하지 않는 주소 체계의 주소이거나, 주소의 길이가 틀렸습니다",
    "NI_NAMEREQD is set and the host has no name, or neither host nor service is asked for":
      "NI_NAMEREQD인데 호스트의 이름이 없거나, 호스트와 서비스 중 어느 것도 묻지 않았습니다",
    "the buffer for the host or the service is too short": "호스트나 서비스의 이름을 담을 버퍼가 너무 짧습니다",
    "the process has no such descriptor": "그 프로세스에 그런 디스크립터가 없습니다",
    "a flag is set, and none is defined": "정해진 플래그가 없는데 플래그를 주었습니다",
    "the process may not be debugged by this one (ptrace)":
      "이 프로세스는 그 프로세스를 디버그할 수 없습니다(ptrace)",
    "the process has ended": "그 프로세스가 끝났습니다",
  ]
}
