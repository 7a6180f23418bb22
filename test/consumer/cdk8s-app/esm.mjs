// Named imports from an ES module: Node finds the names in the package's CommonJS by reading it.
import { SparkJob, SparkImage } from 'cdk8s-spark';
import { SparkTesting } from 'cdk8s-spark/testing';

console.log([SparkJob, SparkImage, SparkTesting].map((made) => made.name).join(' '));
