import { Field, type Schema } from '../crd';
import { CONTAINER, RESOURCES, SECURITY } from './container';
import { LABEL_SELECTOR, METADATA } from './metadata';
import { VOLUME } from './volume';
import { INT_OR_STRING, long, nullable, shape } from './shape';

const { list } = Field;

const expressions = list(shape({ text: 'key operator', texts: 'values', required: 'key operator' }));
const nodeTerm = shape({}, { matchExpressions: expressions, matchFields: expressions });
const podTerm = shape(
  { text: 'topologyKey', texts: 'matchLabelKeys mismatchLabelKeys namespaces', required: 'topologyKey' },
  { labelSelector: LABEL_SELECTOR, namespaceSelector: LABEL_SELECTOR },
);
const pods = shape(
  {},
  {
    requiredDuringSchedulingIgnoredDuringExecution: list(podTerm),
    preferredDuringSchedulingIgnoredDuringExecution: list(
      shape({ integer: 'weight', required: 'podAffinityTerm weight' }, { podAffinityTerm: podTerm }),
    ),
  },
);

/** `affinity` of a pod. */
export const AFFINITY = shape(
  {},
  {
    nodeAffinity: shape(
      {},
      {
        requiredDuringSchedulingIgnoredDuringExecution: shape({}, { nodeSelectorTerms: nullable(list(nodeTerm)) }),
        preferredDuringSchedulingIgnoredDuringExecution: list(
          shape({ integer: 'weight', required: 'preference weight' }, { preference: nodeTerm }),
        ),
      },
    ),
    podAffinity: pods,
    podAntiAffinity: pods,
  },
);

/** `tolerations` of a pod. */
export const TOLERATIONS = list(shape({ text: 'effect key operator value', long: 'tolerationSeconds' }));

/** `hostAliases` of a pod. */
export const HOST_ALIASES = list(shape({ text: 'ip', texts: 'hostnames', required: 'ip' }));

/** `dnsConfig` of a pod. */
export const DNS_CONFIG = shape({ texts: 'nameservers searches' }, { options: list(shape({ text: 'name value' })) });

/** `securityContext` of a pod. */
export const POD_SECURITY = shape(
  {
    text: 'fsGroupChangePolicy seLinuxChangePolicy supplementalGroupsPolicy',
    flag: 'runAsNonRoot',
    long: 'fsGroup runAsGroup runAsUser',
  },
  {
    ...SECURITY,
    supplementalGroups: list(long()),
    sysctls: list(shape({ text: 'name value', required: 'name value' })),
  },
);

const podSpec = shape(
  {
    text:
      'dnsPolicy hostname nodeName preemptionPolicy priorityClassName restartPolicy runtimeClassName schedulerName ' +
      'serviceAccount serviceAccountName subdomain',
    flag:
      'automountServiceAccountToken enableServiceLinks hostIPC hostNetwork hostPID hostUsers setHostnameAsFQDN ' +
      'shareProcessNamespace',
    integer: 'priority',
    long: 'activeDeadlineSeconds terminationGracePeriodSeconds',
    map: 'nodeSelector',
  },
  {
    affinity: AFFINITY,
    // Go writes null for a list that is not set and has no `omitempty`, and so does the webhook.
    containers: nullable(list(CONTAINER)),
    dnsConfig: DNS_CONFIG,
    // Nobody can create a pod with one.
    ephemeralContainers: list(Field.object(), { maxItems: 0 }),
    hostAliases: HOST_ALIASES,
    imagePullSecrets: list(shape({ text: 'name' })),
    initContainers: list(CONTAINER),
    os: shape({ text: 'name' }),
    overhead: Field.quantities(),
    readinessGates: list(shape({ text: 'conditionType' })),
    resourceClaims: list(shape({ text: 'name resourceClaimName resourceClaimTemplateName', required: 'name' })),
    resources: RESOURCES,
    schedulingGates: list(shape({ text: 'name' })),
    securityContext: POD_SECURITY,
    tolerations: TOLERATIONS,
    topologySpreadConstraints: list(
      shape(
        {
          text: 'nodeAffinityPolicy nodeTaintsPolicy topologyKey whenUnsatisfiable',
          integer: 'maxSkew minDomains',
          texts: 'matchLabelKeys',
        },
        { labelSelector: LABEL_SELECTOR },
      ),
    ),
    volumes: list(VOLUME),
  },
);

/** A pod template. */
export const POD_TEMPLATE = shape({ text: 'apiVersion kind' }, { metadata: METADATA, spec: podSpec });

/** The same where the object is no pod of its own. */
export const POD_TEMPLATE_SPEC = shape({}, { metadata: METADATA, spec: podSpec });

/** A Service, of which the Connect server takes all but the ports. */
export const SERVICE: Schema = shape(
  { text: 'apiVersion kind' },
  {
    metadata: METADATA,
    spec: shape(
      {
        text:
          'clusterIP externalName externalTrafficPolicy internalTrafficPolicy ipFamilyPolicy loadBalancerClass ' +
          'loadBalancerIP sessionAffinity trafficDistribution type',
        flag: 'allocateLoadBalancerNodePorts publishNotReadyAddresses',
        integer: 'healthCheckNodePort',
        texts: 'clusterIPs externalIPs ipFamilies loadBalancerSourceRanges',
        map: 'selector',
      },
      {
        ports: list(
          shape(
            { text: 'appProtocol name protocol', integer: 'nodePort port', required: 'port' },
            { targetPort: INT_OR_STRING },
          ),
        ),
        sessionAffinityConfig: shape({}, { clientIP: shape({ integer: 'timeoutSeconds' }) }),
      },
    ),
    status: shape(
      {},
      {
        conditions: list(
          shape(
            { text: 'message reason status type', long: 'observedGeneration' },
            { lastTransitionTime: nullable(Field.time()) },
          ),
        ),
        loadBalancer: shape(
          {},
          {
            ingress: list(
              shape(
                { text: 'hostname ip ipMode' },
                { ports: list(shape({ text: 'error protocol', integer: 'port' })) },
              ),
            ),
          },
        ),
      },
    ),
  },
);
