#!/bin/sh -e
# Makes the certificates of the tests anew, in this folder: a CA, a sensor and an operator of it, a CA of somebody else.
cd "$(dirname "$0")"
key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"; }
ca() {
  key "$1"
  openssl req -x509 -new -key "$1.key" -subj "/CN=fleet-1" -days 3650 -out "$1.crt" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign"
}
leaf() {
  key "$1"
  printf 'subjectAltName=%s\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n' "$2" > leaf.ext
  openssl req -new -key "$1.key" -subj "/CN=$1" |
    openssl x509 -req -CA ca.crt -CAkey ca.key -days 1 -extfile leaf.ext -out "$1.crt"
}
ca ca
ca other-ca
leaf sensor 'URI:spiffe://fleet-1/sensor/6f1c0f4e-1b1e-4f53-9d6e-0d7a1f1e2b3c,URI:livetriage:label:env=prod,URI:livetriage:label:zo%2Cne=a%20b'
leaf operator 'URI:spiffe://fleet-1/operator/alice'
rm leaf.ext ca.key other-ca.key
