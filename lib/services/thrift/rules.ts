import { rules } from '../../core/rules';

/** Mistakes about Thrift (JDBC) servers. */
export const THRIFT_RULES = rules('thrift', {
  ldapUrl: [
    'the directory is asked for passwords, which must not travel in clear',
    'write it like ldaps://ldap.example.com:636',
  ],
  ldapNames: [
    'the directory must be told how a user is called there: by a base name or by a domain, not both',
    'give baseDn, such as ou=people,dc=example,dc=com; or domain, for Active Directory',
  ],
  principal: ['a Kerberos principal of a server is service/host@REALM', 'write it like hive/_HOST@EXAMPLE.COM'],
  className: ['this is no name of a class', 'name a class that implements PasswdAuthenticationProvider'],
  kerberosHttp: [
    'over HTTP, Kerberos needs a second principal and keytab, which this server does not set',
    'use ThriftTransport.BINARY, or another authentication',
  ],
  clearPasswords: [
    'clients send passwords in clear, since the server has no certificate',
    'give tls; or let only a proxy that speaks TLS reach it',
  ],
  openToAll: [
    'a server that believes every user name and that every address may call lets whoever finds it run SQL',
    'name the callers in network.clients, or choose another authentication',
  ],
  secretKey: ['a key of a Secret has letters, digits, "-", "_" and "."', 'name a key such as keystore.p12'],
  catalogLost: [
    'without a metastore only this pod knows its tables, and rows stay on the disks of the executors that wrote them',
    'give metastore, whose warehouse every pod reaches',
  ],
  catalogTwice: ['the metastore is bound already', 'give metastore, and leave HiveCatalog out of features'],
});
