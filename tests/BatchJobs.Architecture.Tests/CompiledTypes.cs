using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace BatchJobs.Architecture.Tests;

/// <summary>What compiled assemblies have and use, read without loading them.</summary>
internal static class CompiledTypes
{
    /// <summary>The full names of all types of an assembly that everybody sees.</summary>
    public static IReadOnlyList<string> PublicIn(string path) => Read(path, reader =>
        [.. reader.TypeDefinitions.Where(handle => IsVisible(reader, handle)).Select(handle => Name(reader, handle)).Order(StringComparer.Ordinal)]);

    /// <summary>The full names of those of an assembly's types whose members leave no trace in code that uses them: enums, and classes of constants.</summary>
    public static IReadOnlyList<string> OfConstantsIn(string path) => Read(path, reader =>
        [.. reader.TypeDefinitions.Where(handle => HasConstantsAlone(reader, reader.GetTypeDefinition(handle))).Select(handle => Name(reader, handle))]);

    /// <summary>The full names of all types of other assemblies that an assembly names.</summary>
    public static IReadOnlyList<string> NamedBy(string path) => Read(path, reader => [.. reader.TypeReferences.Select(handle => Name(reader, handle))]);

    /// <summary>The full names of all types of other assemblies that an assembly does something with: calls a member or something generic of it, makes one, derives from it, implements it.</summary>
    public static IReadOnlyList<string> UsedBy(string path) => Read(path, reader =>
    [
        .. reader.MemberReferences.Select(handle => Owner(reader, reader.GetMemberReference(handle).Parent))
            .Concat(reader.TypeDefinitions.SelectMany(handle => reader.GetTypeDefinition(handle).GetInterfaceImplementations()).Select(handle => Owner(reader, reader.GetInterfaceImplementation(handle).Interface)))
            .Concat(Enumerable.Range(1, reader.GetTableRowCount(TableIndex.MethodSpec)).SelectMany(row => Arguments(reader, reader.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row)))))
            .OfType<string>()
            .Distinct(),
    ]);

    private static bool HasConstantsAlone(MetadataReader reader, TypeDefinition type) =>
        type.GetMethods().Count == 0 && type.GetFields().Select(reader.GetFieldDefinition).All(field => field.Attributes.HasFlag(FieldAttributes.Literal) || field.Attributes.HasFlag(FieldAttributes.SpecialName));

    private static string? Owner(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => Name(reader, (TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => Generic(reader, reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature)),
        _ => null,
    };

    /// <summary>The types a generic method is called for, as far as they are types themselves and not made of such.</summary>
    private static List<string?> Arguments(MetadataReader reader, MethodSpecification call)
    {
        BlobReader signature = reader.GetBlobReader(call.Signature);
        List<string?> types = [];
        signature.ReadSignatureHeader();
        for (int left = signature.ReadCompressedInteger(); left > 0 && signature.ReadSignatureTypeCode() == SignatureTypeCode.TypeHandle; left--)
        {
            types.Add(Owner(reader, signature.ReadTypeHandle()));
        }

        return types;
    }

    /// <summary>The type whose instantiation is meant.</summary>
    private static string? Generic(MetadataReader reader, BlobReader signature)
    {
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        signature.ReadCompressedInteger();
        return Owner(reader, signature.ReadTypeHandle());
    }

    private static IReadOnlyList<string> Read(string path, Func<MetadataReader, IReadOnlyList<string>> look)
    {
        using PEReader file = new(File.OpenRead(path));
        return look(file.GetMetadataReader());
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            // A name no one can write is the compiler's.
            TypeAttributes.Public => !reader.GetString(type.Name).Contains('<', StringComparison.Ordinal),
            TypeAttributes.NestedPublic => !reader.GetString(type.Name).Contains('<', StringComparison.Ordinal) && IsVisible(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static string Name(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        TypeDefinitionHandle outer = type.GetDeclaringType();
        return Join(outer.IsNil ? reader.GetString(type.Namespace) : Name(reader, outer), reader.GetString(type.Name));
    }

    private static string Name(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        return Join(
            type.ResolutionScope.Kind == HandleKind.TypeReference ? Name(reader, (TypeReferenceHandle)type.ResolutionScope) : reader.GetString(type.Namespace),
            reader.GetString(type.Name));
    }

    private static string Join(string outer, string name) => outer.Length == 0 ? name : $"{outer}.{name}";
}
