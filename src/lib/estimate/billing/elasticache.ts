import { DAYS_A_MONTH, GIGABYTE, type Plan, type Provider } from './provider.js';

const HOURS_A_MONTH = DAYS_A_MONTH * 24;

const serverless = (engine: string, id: string, perMillion: number, gigabyteHour: number, leastBytes: number): Plan => ({
  id,
  title: `Serverless, ${engine}`,
  monthly: 0,
  included: 0,
  perMillion,
  dataBytes: null,
  storage: { perGigabyte: gigabyteHour * HOURS_A_MONTH, freeBytes: 0, leastBytes },
  bandwidth: null,
  perSecond: null,
  note: 'us-east-1',
});

export const elasticacheServerless: Provider = {
  id: 'elasticache-serverless',
  title: 'Amazon ElastiCache Serverless',
  hosts: /\.serverless\.[a-z0-9-]+\.cache\.amazonaws\.com$/i,
  metering: {
    unit: 'ECPU',
    scriptCalls: 'with-the-script',
    free: ['MULTI', 'EXEC', 'AUTH', 'CONFIG', 'INFO', 'PUBLISH'],
    writesCount: 1,
    atLeast: true,
    title: 'one ECPU a command and more by its size or time; MULTI and EXEC free; a script by its time',
  },
  plans: [
    serverless('Valkey', 'valkey', 0.0023, 0.084, 0.1 * GIGABYTE),
    serverless('Redis OSS', 'redis', 0.0034, 0.125, GIGABYTE),
  ],
  asOf: '2026-08-20',
  source: 'what is metered: github.com/aws/agent-toolkit-for-aws; prices of June 2026: aws.amazon.com/elasticache/pricing',
  note: 'Counted as one ECPU a command, which is the least: scripts, HGETALL and SCAN take more by their time.',
};
