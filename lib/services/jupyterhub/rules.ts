import { rules } from '../../core/rules';

/** Mistakes about a JupyterHub. */
export const HUB_RULES = rules('jupyterhub', {
  nobodyAllowed: [
    'a hub lets nobody in unless it is told whom, and this one is told nobody',
    'name users or groups in access, or say everyone: whoever the authenticator knows',
  ],
  everyoneAndSome: [
    'everyone lets in all whom the authenticator knows, so that the lists of users and groups decide nothing',
    'leave out everyone, or leave out users and groups',
  ],
  accessName: ['a name of a user or group is not empty and has no blank at its ends', 'give one name in each element'],
  groupsUnknown: [
    'groups decide here, and the authenticator does not tell the groups of a user',
    'use an authenticator that does, such as oidc with groupsClaim or entraId with groups; or name users',
  ],
  dummyReason: [
    'this authenticator believes any name, and needs a reason why that is meant',
    'say why, such as "laptop of one person"; or use entraId, oidc, gitHub or ldap',
  ],
  dummyOpen: [
    'without a password anybody who finds the address runs code under any name',
    'give insecureDummy a password, or name the callers instead of every address',
  ],
  noAddress: [
    'the provider sends users back to the address of the hub, and the hub has none',
    'give ui, the address that people type',
  ],
  providerUrl: [
    'the address of a provider is https, since a client secret and tokens pass',
    'write it like https://login.example.com/authorize',
  ],
  providerEmpty: ['the provider needs this value', 'set it'],
  unreachable: [
    'the hub has to reach this, and its network policy lets out nothing but DNS, its notebooks and the API server',
    'name it in network.egress',
  ],
  ldapNames: [
    'a directory finds a user either by templates of his name or by a search',
    'give dnTemplates, each with {username}, or search, and not both',
  ],
  databaseSize: [
    'the database has to survive the pod, on a claim of whole MiB of 1 or more',
    'use JupyterHubDatabase.sqlite({ size: Size.gibibytes(1) }) or postgres',
  ],
  databaseClaim: [
    'the claim of the database is either made here, with a size, or exists already, with a name',
    'give size or claimName, and not both',
  ],
  secretKey: [
    'a reference to a Secret has the name of a Secret and a key of letters, digits, "-", "_" and "."',
    'use SecretSource.fromKubernetes("jupyterhub", "cookie-secret") or the like',
  ],
  secretTwice: [
    'who knows one secret must not know another, and two of the hub are the same key',
    'use a key of its own for each',
  ],
  unknownTrait: [
    'the hub has no such setting',
    'take one of HUB_TRAITS, as Class.trait, or write a block of extraConfig',
  ],
  ownedTrait: ['this setting follows from a prop of the hub', 'set the prop, and leave the setting out'],
  traitType: ['the setting does not take such a value', 'give a value of the type that is named'],
  extraKey: [
    'a block of configuration has a key of letters, digits and "-", by which blocks are ordered',
    'use a key such as 10-hooks',
  ],
  claimSize: ['a claim has a size of whole MiB of 1 or more', 'use Size.gibibytes(10) or the like'],
  homePath: [
    'the home is mounted at an absolute path that is no directory of the system',
    'use a path such as /home/jovyan, or /home/jovyan/work to keep what the image has in the home',
  ],
  cullTimes: [
    'the culler looks at least as often as servers may idle, at whole seconds of 1 or more',
    'use idleTimeout: Duration.hours(1), interval: Duration.minutes(10) or the like',
  ],
  notebookOpenToAll: [
    'an opening to every address takes in the metadata service of the cloud, which hands out credentials',
    'leave 169.254.0.0/16 out with except, or name smaller ranges',
  ],
});

/** Mistakes about what users choose from. */
export const PROFILE_RULES = rules('notebook', {
  noProfile: [
    'a hub without a profile has nothing to start',
    'give profiles: [NotebookProfile.plain({ … })] or the like',
  ],
  profileName: [
    'a profile has a name with letters or digits, from which its slug is made',
    'give a name such as "Python"',
  ],
  profileTwice: [
    'two profiles have the same slug, and a user who chooses one may get the other',
    'give them names that differ in more than signs and case',
  ],
  twoDefaults: ['more than one profile is the default', 'leave isDefault on one of them'],
  image: [
    'a notebook image is a reference with a tag that is not latest, or a digest',
    'write it like quay.io/jupyter/minimal-notebook:2026-08-10',
  ],
  envBraces: [
    'the spawner replaces what stands in braces, and knows no such name: no server would start',
    'use {username}, {user_server}, {servername}, {userid} or {unescaped_username}, or double the braces',
  ],
  envOwned: ['this variable is set by the profile', 'leave it out'],
  size: [
    'a notebook has a positive number of cores, and memory of whole MiB of 256 or more',
    'use cores: 0.5, memory: Size.gibibytes(2)',
  ],
  coreLimit: ['a limit of CPU is no less than what is asked for', 'raise coreLimit or lower cores'],
  identity: ['notebooks run as a user that is not root', 'use the image’s own user, such as 1000'],
  peerUnknown: [
    'notebooks have to reach this server, and its pods are not known for their network policy',
    'give egress with its namespace, podLabels or cidr and its port',
  ],
  heartbeat: [
    'without a heartbeat the server keeps sessions of dead kernels, and its timeout has to be longer than the time between two',
    'use heartbeat: Duration.seconds(30), heartbeatTimeout: Duration.seconds(60) or the like',
  ],
  startupTimeout: [
    'a session starts when its pods do, which takes minutes where nodes have to be made',
    'use Duration.minutes(5) or more',
  ],
  sessionSetting: [
    'a setting of sessions is a size in whole MiB, or a whole number of 1 or more',
    'use Size.gibibytes(2), or a number such as 2',
  ],
  sessionOwned: ['this setting of sessions has a prop', 'set the prop, and leave it out of conf'],
  sparkmagicValue: ['sparkmagic takes no such value here', 'use the default, or a value within the range'],
  connectUrl: [
    'the client takes the token as a part of the address, which must not have one already',
    'give the token as a SecretSource, and the address without token or authorization',
  ],
  accountNamespace: [
    'the driver runs in the notebook with this account, and pods use accounts of their own namespace',
    'put the hub into the namespace of the account, or use an account of the namespace of the hub',
  ],
  driverMemory: [
    'the heap of the driver and what Python needs beside it fit into the memory of the notebook',
    'raise memory or lower driverMemory',
  ],
});
