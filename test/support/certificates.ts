/** A temporary certificate authority, created with the openssl command line. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestCertificates {
  /** The authority's certificate. */
  ca: string;
  /** A key pair for 127.0.0.1 and localhost, for servers and clients. */
  cert: string;
  key: string;
  /** A self-signed pair for `other.example`. */
  strangerCert: string;
  strangerKey: string;
  /** A pair for `other.example` from the authority. */
  misnamedCert: string;
  misnamedKey: string;
  remove(): Promise<void>;
}

export async function makeCertificates(): Promise<TestCertificates> {
  const dir = await mkdtemp(join(tmpdir(), 'meter-tls-'));
  const file = (name: string): string => join(dir, name);
  const openssl = (...args: string[]): unknown => execFileSync('openssl', args, { stdio: 'ignore', cwd: dir });
  const selfSigned = (name: string, subject: string): unknown =>
    openssl('req', '-x509', ...newKey(file(`${name}.key`)), '-out', file(`${name}.crt`), '-subj', `/CN=${subject}`, '-days', '2');
  const signed = async (name: string, subject: string, names: string): Promise<void> => {
    await writeFile(file(`${name}.ext`), `subjectAltName=${names}\n`);
    openssl('req', ...newKey(file(`${name}.key`)), '-out', file(`${name}.csr`), '-subj', `/CN=${subject}`);
    const authority = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2'];
    openssl(
      'x509',
      '-req',
      '-in',
      file(`${name}.csr`),
      ...authority,
      '-extfile',
      file(`${name}.ext`),
      '-out',
      file(`${name}.crt`),
    );
  };
  selfSigned('ca', 'meter test authority');
  selfSigned('stranger', 'other.example');
  await signed('node', 'localhost', 'DNS:localhost,IP:127.0.0.1');
  await signed('misnamed', 'other.example', 'DNS:other.example');
  return {
    ca: file('ca.crt'),
    cert: file('node.crt'),
    key: file('node.key'),
    strangerCert: file('stranger.crt'),
    strangerKey: file('stranger.key'),
    misnamedCert: file('misnamed.crt'),
    misnamedKey: file('misnamed.key'),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

const newKey = (path: string): string[] => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', path];
