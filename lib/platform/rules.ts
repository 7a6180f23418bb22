import { rules } from '../core/rules';

/** Every mistake about tenants that is recognised. */
export const PLATFORM_RULES = rules('platform', {
  reservedNamespace: [
    'this namespace belongs to Kubernetes, and the policies of a tenant would cut it off',
    'choose another name',
  ],
  podSecurityLabel: [
    'a tenant enforces Pod Security restricted, and this label would change that',
    'remove it; where it must be, override it on the namespace by name',
  ],
  imagePullSecretTwice: ['the same Secret is named twice', 'name it once'],
  quotaEmpty: ['a quota without a limit limits nothing', 'name a limit, or leave quota out'],
  quotaCpu: ['a quota of CPU is a positive number of cores, to a thousandth', 'use a number such as 200'],
  quotaCount: ['a quota of objects or devices is a whole number of 0 or more', 'use a whole number such as 50'],
  quotaSize: ['a quota of memory or storage is a positive whole number of MiB', 'use Size.gibibytes(800) or the like'],
  deviceName: ['an extended resource has a vendor domain and a name', 'write it like nvidia.com/gpu'],
  limitCpu: [
    'the CPU request of a silent pod is a positive number of cores, to a thousandth',
    'use a number such as 0.1',
  ],
  limitSize: ['a memory limit is a positive whole number of MiB', 'use Size.mebibytes(512) or the like'],
  limitAboveMaximum: [
    'the memory of a silent pod exceeds the most that a container may have, so it would be refused',
    'raise maxMemory or lower defaultMemory',
  ],
  limitAboveQuota: ['one container may have more than the whole tenant', 'raise the quota or lower the limit'],
  queueWithoutQuota: [
    'a queue without bounds of cpu and memory lets one tenant take the whole cluster',
    'set quota.cpu and quota.memory',
  ],
  shareAboveQuota: ['what a tenant can have back exceeds what it may have', 'lower queue.share, or raise the quota'],
  guaranteeAboveShare: [
    'what is kept free for a tenant exceeds what it can have back, or may have at all',
    'lower queue.guarantee, or raise the share or quota',
  ],
  tenantTwice: [
    'two tenants of a platform have the same namespace',
    'add jobs to the first one, or name another namespace',
  ],
  componentTwice: ['two components of a platform have the same name', 'add it once, or rename your own'],
  noImage: [
    'a job runs in an image, and neither the job nor the defaults of its tenant name one',
    'name it on the job, or once in jobs.image of the tenant or the platform',
  ],
  jobOutsideQueue: [
    'the tenant has a queue and this job goes past it: nothing but the ResourceQuota, which is larger, bounds the job',
    'leave scheduler out',
  ],
  queueAndScheduler: [
    'a tenant with a queue of its own has its scheduler by it, and this one would never be asked',
    'remove scheduler or queue; a single job can name another scheduler',
  ],
  openingName: ['two openings of one direction have the same name', 'rename one of them'],
  openingPeer: [
    'an opening leads to pods or to addresses',
    'set namespace, podLabels or cidr; everywhere is cidr 0.0.0.0/0',
  ],
  openingPeerTwice: ['an opening leads either to pods or to addresses', 'make two openings of it'],
  openingPorts: ['an opening names its ports: whole numbers from 1 to 65535', 'name at least one port'],
  cidr: ['this is no range of addresses', 'write it like 10.0.0.0/8 or fd00::/8'],
  exceptOutsideCidr: ['a closed range must lie inside the open one', 'remove it, or write a smaller part of cidr'],
  jobExceedsLimit: [
    'the pod is refused: its container has more memory than the tenant allows to one',
    'raise limits.maxMemory, or make the container smaller',
  ],
  jobExceedsQuota: [
    'the job can never start: it asks for more than the quota of its tenant',
    'raise the quota of the tenant, or make the job smaller',
  ],
  notObserved: [
    'the platform is monitored, and nobody told it of this server',
    'call platform.observe(…) with the construct that makes it',
  ],
  monitoringSignOn: [
    'a sign-on here is for the address that the platform gives to Grafana, and there is none',
    'say it in grafana.ui, or leave it out',
  ],
});
