import { rules } from '../../core/rules';

/** Mistakes about Zeppelin. */
export const ZEPPELIN_RULES = rules('zeppelin', {
  sparkVersion: [
    "Zeppelin's Spark interpreter starts with Spark 3.3 up to, and not with, 4.1: it checks the version and refuses the others",
    'give it an image with Spark 3.5 or 4.0; or use ZeppelinInterpreter.livy, which works with any Spark that Livy has',
  ],
  sparkJava: [
    'the Spark driver runs in the image of the interpreter, which has Java 11, and Spark 4 needs Java 17',
    'give interpreterImage, made from the same Zeppelin with Java 17; or use Spark 3.5',
  ],
  lateProperty: [
    'a feature sets a property that needs the id of the driver, and drivers of notes are started by Zeppelin, which has no place for it',
    'leave the feature out',
  ],
  interpreterTwice: ['each group of interpreters has one setting here', 'name it once'],
  noInterpreter: ['a server without interpreters runs no note', 'name one, such as ZeppelinInterpreter.markdown()'],
  group: [
    'a group of interpreters is the name of its directory in the image: lower-case letters, digits and "-"',
    'use a name such as jdbc',
  ],
  livyUrl: ['Livy is an http or https URL without a slash at the end', 'write it like http://livy.livy.svc:8998'],
  livyBinding: [
    'a Livy session belongs to the user who started it, and this binding gives it to all',
    'use ZeppelinBinding.SCOPED_PER_USER or ISOLATED_PER_USER',
  ],
  livyPassword: [
    "Zeppelin's Livy interpreter has no password of a Livy server, only headers",
    'give the server a token, or open it to the interpreters by its network policy',
  ],
  livyAuthority: [
    'the Livy interpreter reads certificate authorities from a Java key store alone, not from a ConfigMap',
    'put the authority into the key store of interpreterImage, and leave out caConfigMapName',
  ],
  livyUnreachable: [
    'Livy is outside of the cluster, and the network policy of interpreters lets nothing out but what is named',
    'name it in network.interpreterEgress',
  ],
  property: [
    'properties are names and values of one line, and what a prop decides is not among them',
    'leave it out, or set the prop',
  ],
  unknownSetting: ['Zeppelin has no setting of this name', 'take one from its documentation'],
  settingValue: ['the value does not fit the setting', 'write true or false, a whole number, or text of one line'],
  settingOwned: ['this setting follows from a prop of the server', 'set the prop, and leave the setting out'],
  settingAbsent: ['this setting is for something that is not here', 'leave it out'],
  secretSetting: [
    'this setting holds a secret: it would stand in YAML, and a server hands its settings to every interpreter',
    'leave it out; notes on S3 take their keys from notes, a SecretSource each',
  ],
  anonymousReason: [
    'without sign-on everybody who reaches the server runs code as its interpreters, edits them and reads all notes',
    'say why that is meant: ZeppelinAuthentication.insecureAnonymous("…")',
  ],
  anonymousBackend: [
    'the route leaves the sign-on to Zeppelin, and Zeppelin asks nobody',
    'leave signOn out, so that the gateway asks; or give authentication',
  ],
  anonymousOpen: [
    'a server without sign-on that every address may call runs the code of whoever finds it',
    'name the callers in network.clients, or give authentication',
  ],
  iniValue: [
    'a value of shiro.ini is one line without "${", which Shiro would replace, and without a beginning or end of blanks',
    'write it on one line',
  ],
  ldapUrl: [
    'passwords travel to the directory: its URL begins with ldaps://',
    'write it like ldaps://ldap.example.com; or say insecureLdap on a closed network',
  ],
  ldapTemplate: [
    'a template of names has the place {0} for the user',
    'write it like uid={0},ou=people,dc=example,dc=com',
  ],
  adminGroup: ['only admins edit interpreters, and no group has the role: nobody could', 'name a group in adminGroups'],
  roleGroup: [
    'a group in shiro.ini is separated from others by "," and from its role by ":"',
    'use the common name of the group, without these characters',
  ],
  knoxUrl: ['Knox is an https URL', 'write it like https://knox.example.com/'],
  storage: [
    'notes and settings outlive the pod on a claim: a new one with a size, or an existing one',
    'give either size or claimName',
  ],
  storageSize: ['a claim has a size of whole MiB of 1 or more', 'use Size.gibibytes(10) or the like'],
  bucket: ['a bucket has 3 to 63 lower-case letters, digits, "-" and "."', 'name the bucket alone, without s3://'],
  endpoint: ['the endpoint is an http or https URL', 'write it like https://minio.storage.svc:9000'],
  keyPair: [
    'a key for S3 has an id and a secret',
    'give both, or neither where the account of the server has the rights',
  ],
  origin: [
    'an origin is scheme and host, and "*" would be every page of the Internet',
    'write it like https://zeppelin.example.com',
  ],
  image: ['an image has a tag other than latest, or a digest', 'use an image such as apache/zeppelin:0.12.1'],
  prefix: ['Zeppelin has pages and addresses of its own below this path', 'use a prefix such as /zeppelin'],
});
