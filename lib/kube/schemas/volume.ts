import { Field } from '../crd';
import { AMOUNTS, FIELD_REF, RESOURCE_FIELD_REF } from './container';
import { LABEL_SELECTOR, METADATA } from './metadata';
import { nullable, QUANTITY, shape } from './shape';

const { list } = Field;

const secretRef = shape({ text: 'name' });
const keys = list(shape({ text: 'key path', integer: 'mode', required: 'key path' }));
const podFields = list(
  shape(
    { text: 'path', integer: 'mode', required: 'path' },
    { fieldRef: FIELD_REF, resourceFieldRef: RESOURCE_FIELD_REF },
  ),
);
const keyed = shape({ text: 'name', flag: 'optional' }, { items: keys });

const apiGroup = nullable(Field.text());
const source = shape({ text: 'kind name', required: 'kind name' }, { apiGroup });
const sourceRef = shape({ text: 'kind name namespace', required: 'kind name' }, { apiGroup });

const claimTemplate = shape(
  { required: 'spec' },
  {
    metadata: METADATA,
    spec: shape(
      { text: 'storageClassName volumeAttributesClassName volumeMode volumeName', texts: 'accessModes' },
      { dataSource: source, dataSourceRef: sourceRef, resources: shape({}, AMOUNTS), selector: LABEL_SELECTOR },
    ),
  },
);

const projected = shape(
  { integer: 'defaultMode' },
  {
    sources: nullable(
      list(
        shape(
          {},
          {
            clusterTrustBundle: shape(
              { text: 'name path signerName', flag: 'optional', required: 'path' },
              { labelSelector: LABEL_SELECTOR },
            ),
            configMap: keyed,
            downwardAPI: shape({}, { items: podFields }),
            secret: keyed,
            serviceAccountToken: shape({ text: 'audience path', long: 'expirationSeconds', required: 'path' }),
          },
        ),
      ),
    ),
  },
);

/** A volume of a pod, of every sort that Kubernetes knows or knew. */
export const VOLUME = shape(
  { text: 'name', required: 'name' },
  {
    awsElasticBlockStore: shape({ text: 'fsType volumeID', integer: 'partition', flag: 'readOnly' }),
    azureDisk: shape({ text: 'cachingMode diskName diskURI fsType kind', flag: 'readOnly' }),
    azureFile: shape({ text: 'secretName shareName', flag: 'readOnly' }),
    cephfs: shape({ text: 'path secretFile user', texts: 'monitors', flag: 'readOnly' }, { secretRef }),
    cinder: shape({ text: 'fsType volumeID', flag: 'readOnly' }, { secretRef }),
    configMap: shape({ text: 'name', integer: 'defaultMode', flag: 'optional' }, { items: keys }),
    csi: shape(
      { text: 'driver fsType', flag: 'readOnly', map: 'volumeAttributes' },
      { nodePublishSecretRef: secretRef },
    ),
    downwardAPI: shape({ integer: 'defaultMode' }, { items: podFields }),
    emptyDir: shape({ text: 'medium' }, { sizeLimit: QUANTITY }),
    ephemeral: shape({}, { volumeClaimTemplate: claimTemplate }),
    fc: shape({ text: 'fsType', integer: 'lun', texts: 'targetWWNs wwids', flag: 'readOnly' }),
    flexVolume: shape({ text: 'driver fsType', map: 'options', flag: 'readOnly' }, { secretRef }),
    flocker: shape({ text: 'datasetName datasetUUID' }),
    gcePersistentDisk: shape({ text: 'fsType pdName', integer: 'partition', flag: 'readOnly' }),
    gitRepo: shape({ text: 'directory repository revision' }),
    glusterfs: shape({ text: 'endpoints path', flag: 'readOnly' }),
    hostPath: shape({ text: 'path type' }),
    image: shape({ text: 'pullPolicy reference' }),
    iscsi: shape(
      {
        text: 'fsType initiatorName iqn iscsiInterface targetPortal',
        integer: 'lun',
        texts: 'portals',
        flag: 'chapAuthDiscovery chapAuthSession readOnly',
      },
      { secretRef },
    ),
    nfs: shape({ text: 'path server', flag: 'readOnly' }),
    persistentVolumeClaim: shape({ text: 'claimName', flag: 'readOnly' }),
    photonPersistentDisk: shape({ text: 'fsType pdID' }),
    portworxVolume: shape({ text: 'fsType volumeID', flag: 'readOnly' }),
    projected,
    quobyte: shape({ text: 'group registry tenant user volume', flag: 'readOnly' }),
    rbd: shape({ text: 'fsType image keyring pool user', texts: 'monitors', flag: 'readOnly' }, { secretRef }),
    scaleIO: shape(
      {
        text: 'fsType gateway protectionDomain storageMode storagePool system volumeName',
        flag: 'readOnly sslEnabled',
      },
      { secretRef },
    ),
    secret: shape({ text: 'secretName', integer: 'defaultMode', flag: 'optional' }, { items: keys }),
    storageos: shape({ text: 'fsType volumeName volumeNamespace', flag: 'readOnly' }, { secretRef }),
    vsphereVolume: shape({ text: 'fsType storagePolicyID storagePolicyName volumePath' }),
  },
);
