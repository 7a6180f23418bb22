/** Collectors that are on, and what their metrics are for. Everything else is off: hundreds of series of each node. */
const COLLECTORS = {
  conntrack: 'connections that the kernel has no room for',
  cpu: 'time of the cores',
  diskstats: 'reads and writes of shuffle disks',
  filefd: 'open files',
  filesystem: 'space of the disks',
  loadavg: 'how busy the node is',
  meminfo: 'memory',
  netdev: 'what goes over the network',
  netstat: 'connections that failed',
  pressure: 'waits for cores, memory and disks',
  stat: 'when it was started',
  timex: 'whether the clock is right, which Kerberos and tokens need',
  uname: 'kernel and name',
  vmstat: 'paging, and kills for want of memory',
} as const;

/** Names of the collectors that are on unless somebody says otherwise. */
export const NODE_COLLECTORS: readonly string[] = Object.keys(COLLECTORS);

/** Settings of collectors, by which noise is left out. */
export const COLLECTOR_SETTINGS: { readonly [collector: string]: readonly string[] } = {
  // Mounts of pods and of containers come and go, and each would be a series of its own.
  filesystem: ['mount-points-exclude=^/(dev|proc|sys|run/.+|var/lib/(docker|containerd|kubelet)/.+)($|/)'],
  netdev: ['device-exclude=^(lo|veth.*|[a-f0-9]{15}|cali.*|azv.*|eni.*|lxc.*|cilium.*|flannel.*|cni.*)$'],
  diskstats: ['device-exclude=^(z?ram|loop|fd|dm-|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$'],
};
