import { expect, test } from 'vitest'
import { parseNetworkCalls } from './parse-network-calls.ts'

test.each([
  {
    line: '12 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = -1',
    address: '192.0.2.1',
    outbound: true,
  },
  {
    line: '12 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    address: '127.0.0.1',
    outbound: false,
  },
  {
    line: '12 connect(3, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = -1',
    address: '2001:db8::1',
    outbound: true,
  },
  {
    line: '12 connect(3, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0',
    address: '::1',
    outbound: false,
  },
  { line: '12 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0', address: '/run/x', outbound: false },
  {
    line: '12 sendto(3, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, 16) = 1',
    address: '8.8.8.8',
    outbound: true,
  },
  {
    line: '12 sendmsg(3, {msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.1")}, msg_iov=[]}, 0) = 1',
    address: '192.0.2.1',
    outbound: true,
  },
])('$line', ({ line, address, outbound }) => {
  expect(parseNetworkCalls(line)).toEqual([expect.objectContaining({ processId: 12, address, outbound })])
})

test('calls without an address are left out', () => {
  expect(parseNetworkCalls('12 sendto(3, "x", 1, 0, NULL, 0) = 1\n12 +++ exited with 0 +++\n')).toEqual([])
})
