import { expect, test } from 'vitest'
import { egressOf, judgeNetworkCalls } from './judge-network-calls.ts'

const inet = (address: string, port: number) => `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${address}")}`
const unix = (path: string) => `{sa_family=AF_UNIX, sun_path="${path}"}`
const lines = (...rows: string[]) => rows.map((row, index) => row.replace(' ', `<node> ${1_700_000_000 + index}.5 `)).join('\n')
const peersOf = (...rows: string[]) => egressOf(judgeNetworkCalls(lines(...rows))).map(({ peer }) => peer)

const serve = [
  '10 execve("/usr/bin/node", ["node", "serve.ts"], 0x1 /* 3 vars */) = 0',
  `10 bind(20, ${inet('127.0.0.1', 0)}, 16) = 0`,
  `10 getsockname(20, ${inet('127.0.0.1', 4000)}, [128 => 16]) = 0`,
]
const child = '10 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f) = 11'

test.each([
  {
    title: 'the port that a process of the tree holds is its own',
    rows: [...serve, child, `11 connect(3, ${inet('127.0.0.1', 4000)}, 16) = 0`],
  },
  {
    title: 'another port of loopback is not',
    rows: [...serve, `10 connect(3, ${inet('127.0.0.1', 53)}, 16) = 0`],
    egress: ['127.0.0.1:53'],
  },
  {
    title: 'a port is held from the moment it is bound, not before',
    rows: [`10 connect(3, ${inet('127.0.0.1', 4000)}, 16) = -1 ECONNREFUSED (Connection refused)`, ...serve],
    egress: ['127.0.0.1:4000'],
  },
  {
    title: 'the same port in another network is another',
    rows: [...serve, child, '11 unshare(CLONE_NEWUSER|CLONE_NEWNET) = 0', `11 connect(3, ${inet('127.0.0.1', 4000)}, 16) = 0`],
    egress: ['127.0.0.1:4000'],
  },
  {
    title: 'a socket that listens everywhere is reached through loopback',
    rows: [`10 bind(20, ${inet('0.0.0.0', 4000)}, 16) = 0`, `10 connect(3, ${inet('127.0.0.1', 4000)}, 16) = 0`],
  },
  {
    title: 'a unix socket of the tree is its own',
    rows: [`10 bind(20, ${unix('/tmp/own')}, 110) = 0`, child, `11 connect(3, ${unix('/tmp/own')}, 110) = 0`],
  },
  {
    title: "a resolver's unix socket is not, though nobody answers",
    rows: [`10 connect(3, ${unix('/var/run/nscd/socket')}, 110) = -1 ENOENT (No such file or directory)`],
    egress: ['unix:/var/run/nscd/socket'],
  },
  {
    title: 'a bind that failed holds nothing',
    rows: [`10 bind(20, ${inet('127.0.0.1', 80)}, 16) = -1 EACCES (Permission denied)`, `10 connect(3, ${inet('127.0.0.1', 80)}, 16) = 0`],
    egress: ['127.0.0.1:80'],
  },
  {
    title: 'asking the kernel for its interfaces is no egress',
    rows: ['10 sendto(22, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20'],
  },
  {
    title: 'a packet socket is egress as soon as it is bound',
    rows: ['10 bind(3, {sa_family=AF_PACKET, sll_protocol=htons(0x3)}, 20) = 0'],
    egress: ['AF_PACKET'],
  },
])('$title', ({ rows, egress = [] }) => {
  expect(peersOf(...rows)).toEqual(egress)
})

test('a call is told with its process, its thread and its time, put together from its two halves', () => {
  const thread = '10 clone3({flags=CLONE_VM|CLONE_THREAD, exit_signal=0}, 88 <unfinished ...>'
  const { calls } = judgeNetworkCalls(
    lines(
      serve[0] ?? '',
      thread,
      `12 connect(3, ${inet('192.0.2.1', 9)}, 16 <unfinished ...>`,
      '10 <... clone3 resumed> => {parent_tid=[12]}, 88) = 12',
      '12 <... connect resumed>) = -1 ENETUNREACH (Network is unreachable)',
    ),
  )
  expect(calls).toEqual([
    {
      at: '2023-11-14T22:13:22.500Z',
      processId: 10,
      threadId: 12,
      threadName: 'node',
      command: 'node serve.ts',
      engine: false,
      call: 'connect',
      peer: '192.0.2.1:9',
      result: '-1 ENETUNREACH (Network is unreachable)',
      verdict: 'egress',
    },
  ])
})

test('an engine is known by what it runs, with all that it starts', () => {
  const { processes } = judgeNetworkCalls(
    lines(
      ...serve,
      child,
      '11 execve("/usr/bin/unshare", ["unshare", "-rn", "--", "node", "engine-main.ts"], 0x1 /* 3 vars */) = 0',
      '11 unshare(CLONE_NEWUSER|CLONE_NEWNET) = 0',
      '11 execve("/usr/bin/node", ["node", "--permission", "/app/engine-main.ts"], 0x1 /* 3 vars */) = 0',
      '11 vfork() = 13',
      '13 execve("/bin/true", ["true"], 0x1 /* 3 vars */) = 0',
    ),
  )
  expect(processes).toEqual([
    { id: 10, command: 'node serve.ts', network: 'machine', engine: false },
    { id: 11, command: 'node engine-main.ts', network: 'own-1', engine: true },
    { id: 13, command: 'true', network: 'own-1', engine: true },
  ])
})

test('a thread that ends within a call has still made it, and calls without an address are counted', () => {
  const { calls, counts } = judgeNetworkCalls(
    lines(
      `10 connect(3, ${inet('192.0.2.1', 9)}, 16 <unfinished ...>`,
      '10 sendto(3, "x", 1, 0, NULL, 0) = 1',
      '10 +++ killed by SIGKILL +++',
    ),
  )
  expect(calls).toMatchObject([{ peer: '192.0.2.1:9', result: '?' }])
  expect(counts.map(({ call, count }) => [call, count])).toEqual([
    ['connect', 1],
    ['sendto', 1],
  ])
})
