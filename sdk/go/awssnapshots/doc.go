// Database snapshots and snapshot copies on AWS: MemoryDB, Neptune, DocumentDB, ElastiCache and Redshift Serverless.
package awssnapshots
