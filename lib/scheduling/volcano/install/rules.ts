import { rules } from '../../../core/rules';

/** Every mistake in an installation of Volcano that is recognised. */
export const VOLCANO_INSTALL_RULES = rules('volcano', {
  installNamespace: [
    'the webhooks leave the namespace of Volcano alone, and a namespace of Kubernetes or of other pods must not become that',
    'give Volcano a namespace of its own, such as volcano-system',
  ],
  replicas: ['the number of replicas is a whole number of 1 or more', 'use 1, or 2 for a standby'],
  serverResources: [
    'a server cannot run without cpu and memory, and with less than 64 MiB it does not even start',
    'leave the default, or use for example cpu 0.5 and Size.gibibytes(1)',
  ],
  verbosity: ['the verbosity of the logs is a whole number from 0 to 10', 'use 3; 5 and more are for a hunt'],
  certificateRotation: [
    'the word of a rotation becomes part of the name of a Secret',
    'use lower-case letters, digits and "-", such as 2026-07',
  ],
  externalKinds: [
    "Volcano's own jobs are defined by its official CustomResourceDefinitions alone, and a controller whose kinds are missing never starts",
    'install the official definitions and set crds: VolcanoCrds.EXTERNAL, or leave the controller out',
  ],
  controllerNeeds: ['a controller works on the kinds of another one that is off', 'switch both on, or neither'],
  controllerTwice: ['a controller stands twice in the list', 'name it once'],
  podsWebhookBroad: [
    'a webhook for pods that is not narrowed by a label reaches every pod of the cluster',
    'name a label that only the namespaces of Spark carry',
  ],
  podsWebhookNamespaces: [
    'a webhook for pods must never reach the namespaces of Kubernetes, and every namespace carries this label',
    'choose a label of your own, such as example.com/queue-gates: "true"',
  ],
  gatesNeedWebhook: [
    'gates are set on pods by the webhook /pods/mutate and nobody else',
    'set admission.pods, or switch schedulingGates off',
  ],
  gatesNeedCapacity: [
    'gates are taken off by plugin capacity alone, and without it pods with a gate wait for ever',
    'use a configuration with plugin capacity such as VolcanoScheduler.quotaReclaim(), or switch schedulingGates off',
  ],
  admissionOff: [
    'this setting belongs to the admission server, which is switched off',
    'leave the setting out, or switch admission on',
  ],
  provisioner: [
    'provisioners are names that storage classes give, and commas part them on the command line',
    'write each as in provisioner of the StorageClass, such as rancher.io/local-path',
  ],
  networkPeer: [
    'an opening of the network needs a peer and ports from 1 to 65535',
    'name a namespace or a range such as 10.0.0.0/8, and the ports behind it',
  ],
  sweepAge: [
    'a PodGroup is made before its job, and one that is swept earlier than that blocks the job',
    'use at least 2 minutes, in whole minutes',
  ],
  sweepInterval: ['the sweeper runs every so many whole minutes of an hour', 'use 1 to 30 minutes'],
});
