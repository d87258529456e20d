#include "api/client/channel_credentials.h"

#include "absl/strings/str_cat.h"

namespace sluice::client {

std::shared_ptr<grpc::ChannelCredentials> ChannelCredentialsOf(const Access& access) {
  if (!access.tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = access.authorities_pem;
  options.pem_cert_chain = access.certificate_pem;
  options.pem_private_key = access.key_pem;
  return grpc::SslCredentials(options);
}

void SayWho(const Access& access, grpc::ClientContext& context) {
  if (!access.token.empty()) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", access.token));
  }
}

}  // namespace sluice::client
