// Writes a JSON schema without its descriptions: node bare.mjs IN OUT
import { readFileSync, writeFileSync } from 'node:fs';

const bare = (value) => {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key, inner]) => key !== 'description' || typeof inner !== 'string');
  return Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner)]));
};

const [from, to] = process.argv.slice(2);
writeFileSync(to, JSON.stringify(bare(JSON.parse(readFileSync(from, 'utf8')))) + '\n');
