import { createServer } from "node:http";

// The least that an answer over HTTP can cost in Node.
const body = '{"allow":true}';
const headers = { "content-type": "application/json", "content-length": body.length };
createServer((_request, response) => {
  response.writeHead(200, headers);
  response.end(body);
}).listen(Number(process.env.PORT), "127.0.0.1");
