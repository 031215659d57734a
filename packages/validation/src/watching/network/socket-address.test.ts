import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatSocketAddress, readSocketAddresses } from './socket-address.ts'

test.each([
  { args: '3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16', peers: ['192.0.2.1:443'] },
  {
    args: '3, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28',
    peers: ['[2001:db8::1]:443'],
  },
  { args: '3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110', peers: ['unix:/run/x'] },
  { args: '3, {sa_family=AF_UNIX, sun_path=@"hidden"}, 110', peers: ['unix:@hidden'] },
  { args: '3, {sa_family=AF_UNIX}, 2', peers: ['unix:'] },
  { args: '3, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12', peers: ['netlink:0'] },
  { args: '3, {sa_family=AF_PACKET, sll_protocol=htons(ETH_P_ALL)}, 20', peers: ['AF_PACKET'] },
  { args: '3, {sa_family=AF_UNSPEC, sa_data="\\0\\0"}, 16', peers: [] },
  { args: '3, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, 16', peers: ['8.8.8.8:53'] },
  { args: '3, "x", 1, MSG_NOSIGNAL, NULL, 0', peers: [] },
  { args: '3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="x", iov_len=1}]}, 0', peers: [] },
  {
    args: '3, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.1")}, msg_namelen=16}}, {msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.2")}, msg_namelen=16}}], 2, 0',
    peers: ['192.0.2.1:9', '192.0.2.2:9'],
  },
  { args: '3, 0x7ffd5a, 16', peers: ['an address that could not be read'] },
  { args: '3, {msg_name=0x7ffd5a, msg_namelen=16, msg_iov=[]}, 0', peers: ['an address that could not be read'] },
])('$args names $peers', ({ args, peers }) => {
  expect(readSocketAddresses(args).map(formatSocketAddress)).toEqual(peers)
})

test('what is sent neither adds an address nor hides the one it is sent to', () => {
  const forged = fc.constantFrom('{sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("10.0.0.1")}', '"', '\\', '}', 'sun_path="/x"')
  const payload = fc.array(fc.oneof(forged, fc.string())).map((parts) => JSON.stringify(parts.join('')))
  fc.assert(
    fc.property(payload, (sent) => {
      const args = `3, ${sent}..., 9, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, 16`
      expect(readSocketAddresses(args).map(formatSocketAddress)).toEqual(['8.8.8.8:53'])
    }),
  )
})
