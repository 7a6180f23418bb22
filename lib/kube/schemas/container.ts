import { Field, type Schema } from '../crd';
import { INT_OR_STRING, QUANTITY, shape } from './shape';

const { list } = Field;

/** The name of an object and whether it may be absent. */
const reference = shape({ text: 'name', flag: 'optional' });
const keyReference = shape({ text: 'key name', flag: 'optional', required: 'key' });

/** A field of the pod, as text. */
export const FIELD_REF = shape({ text: 'apiVersion fieldPath', required: 'fieldPath' });
/** An amount of the container, as text. */
export const RESOURCE_FIELD_REF = shape(
  { text: 'containerName resource', required: 'resource' },
  { divisor: QUANTITY },
);

/** `env` of a container. */
export const ENV = list(
  shape(
    { text: 'name value', required: 'name' },
    {
      valueFrom: shape(
        {},
        {
          configMapKeyRef: keyReference,
          secretKeyRef: keyReference,
          fieldRef: FIELD_REF,
          resourceFieldRef: RESOURCE_FIELD_REF,
        },
      ),
    },
  ),
);

/** `envFrom` of a container. */
export const ENV_FROM = list(shape({ text: 'prefix' }, { configMapRef: reference, secretRef: reference }));

/** `volumeMounts` of a container. */
export const VOLUME_MOUNTS = list(
  shape({
    text: 'name mountPath mountPropagation recursiveReadOnly subPath subPathExpr',
    flag: 'readOnly',
    required: 'name mountPath',
  }),
);

const exec = shape({ texts: 'command' });
const httpGet = shape(
  { text: 'host path scheme', required: 'port' },
  { port: INT_OR_STRING, httpHeaders: list(shape({ text: 'name value', required: 'name value' })) },
);
const tcpSocket = shape({ text: 'host', required: 'port' }, { port: INT_OR_STRING });

const handler = shape({}, { exec, httpGet, tcpSocket, sleep: shape({ long: 'seconds', required: 'seconds' }) });

/** `lifecycle` of a container. */
export const LIFECYCLE = shape({ text: 'stopSignal' }, { postStart: handler, preStop: handler });

const probe = shape(
  {
    integer: 'failureThreshold initialDelaySeconds periodSeconds successThreshold timeoutSeconds',
    long: 'terminationGracePeriodSeconds',
  },
  { exec, httpGet, tcpSocket, grpc: shape({ text: 'service', integer: 'port', required: 'port' }) },
);

const profile = shape({ text: 'localhostProfile type', required: 'type' });

/** What the security contexts of pod and container have in common. */
export const SECURITY: { readonly [field: string]: Schema } = {
  appArmorProfile: profile,
  seccompProfile: profile,
  seLinuxOptions: shape({ text: 'level role type user' }),
  windowsOptions: shape({ text: 'gmsaCredentialSpec gmsaCredentialSpecName runAsUserName', flag: 'hostProcess' }),
};

/** `securityContext` of a container. */
export const CONTAINER_SECURITY = shape(
  {
    text: 'procMount',
    flag: 'allowPrivilegeEscalation privileged readOnlyRootFilesystem runAsNonRoot',
    long: 'runAsGroup runAsUser',
  },
  { ...SECURITY, capabilities: shape({ texts: 'add drop' }) },
);

/** `resources` of a claim. */
export const AMOUNTS = { limits: Field.quantities(), requests: Field.quantities() };

/** `resources` of a container or pod. */
export const RESOURCES = shape({}, { ...AMOUNTS, claims: list(shape({ text: 'name request', required: 'name' })) });

/** A container. In a template for Spark it needs no name. */
export const CONTAINER = shape(
  {
    text: 'name image imagePullPolicy restartPolicy terminationMessagePath terminationMessagePolicy workingDir',
    flag: 'stdin stdinOnce tty',
    texts: 'args command',
  },
  {
    env: ENV,
    envFrom: ENV_FROM,
    lifecycle: LIFECYCLE,
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
    ports: list(shape({ text: 'hostIP name protocol', integer: 'containerPort hostPort', required: 'containerPort' })),
    resizePolicy: list(shape({ text: 'resourceName restartPolicy', required: 'resourceName restartPolicy' })),
    resources: RESOURCES,
    securityContext: CONTAINER_SECURITY,
    volumeDevices: list(shape({ text: 'devicePath name', required: 'devicePath name' })),
    volumeMounts: VOLUME_MOUNTS,
  },
);
